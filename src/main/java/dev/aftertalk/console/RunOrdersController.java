package dev.aftertalk.console;

import dev.aftertalk.care.replay.RunNotChangedException;
import dev.aftertalk.care.replay.RunOrders;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.text.PlainText;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/** What people order about one run of an event. Each order leads back to the event, whose page says what came of it. */
@Controller
class RunOrdersController {

    static final Set<String> DONE = Set.of("replayed", "skipped");

    /** What the page says of an order; each is a message. */
    static final Set<String> SAID = Stream.concat(
                    Stream.of("replayed", "skipped", "reason", "away"),
                    Stream.of(RunNotChangedException.Reason.values()).map(RunOrdersController::code))
            .collect(Collectors.toUnmodifiableSet());

    private static final int LONGEST_REASON = 200;

    private final RunOrders orders;

    RunOrdersController(RunOrders orders) {
        this.orders = orders;
    }

    @PostMapping("/console/events/{id}/runs/{workflow}/replay")
    String replay(
            @PathVariable String id,
            @PathVariable String workflow,
            @RequestParam int attempts,
            @RequestParam(defaultValue = "false") boolean force,
            Principal who) {
        return order(id, "replayed", () -> orders.replay(id, workflow, attempts, force, who.getName()));
    }

    @PostMapping("/console/events/{id}/runs/{workflow}/skip")
    String skip(
            @PathVariable String id,
            @PathVariable String workflow,
            @RequestParam(defaultValue = "") String reason,
            Principal who) {
        String line = PlainText.line(reason, LONGEST_REASON);
        return line.isEmpty()
                ? back(id, "reason")
                : order(id, "skipped", () -> orders.skip(id, workflow, line, who.getName()));
    }

    private static String order(String id, String done, Supplier<?> order) {
        try {
            order.get();
            return back(id, done);
        } catch (RunNotChangedException e) {
            return back(id, code(e.reason()));
        } catch (DataAccessException | RetryableException e) {
            return back(id, "away");
        }
    }

    static String code(RunNotChangedException.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String back(String id, String said) {
        return "redirect:/console/events/" + UriUtils.encodePathSegment(id, StandardCharsets.UTF_8) + "?said=" + said;
    }
}
