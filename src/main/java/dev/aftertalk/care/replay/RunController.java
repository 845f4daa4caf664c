package dev.aftertalk.care.replay;

import dev.aftertalk.ledger.history.RunView;
import dev.aftertalk.web.ApiAnswers;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Changes one run: has it run again, or leaves it. */
@RestController
class RunController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The ledger can't be reached");

    private static final String ATTEMPTS = "attempts";

    private final RunOrders orders;

    RunController(RunOrders orders) {
        this.orders = orders;
    }

    @PostMapping("/api/events/{id}/runs/{name}/replay")
    ResponseEntity<RunView> replay(
            @PathVariable String id,
            @PathVariable String name,
            @RequestBody(required = false) Map<String, Object> body,
            Principal who) {
        return answer(() -> orders.replay(id, name, attempts(body), force(body), who.getName()));
    }

    @PostMapping("/api/events/{id}/runs/{name}/skip")
    ResponseEntity<RunView> skip(
            @PathVariable String id,
            @PathVariable String name,
            @RequestBody(required = false) Map<String, Object> body,
            Principal who) {
        return answer(() -> orders.skip(id, name, reason(body), who.getName()));
    }

    private static ResponseEntity<RunView> answer(Supplier<RunView> order) {
        return ANSWERS.ok(() -> {
            try {
                return order.get();
            } catch (RunNotChangedException e) {
                throw e.isAboutNothing() ? ApiAnswers.notFound(e.getMessage()) : ApiAnswers.conflict(e.getMessage());
            }
        });
    }

    private static boolean force(Map<String, Object> body) {
        if (body == null) {
            return false;
        }
        body.keySet().forEach(name -> Parameters.check("field", name, List.of("force", ATTEMPTS)));
        return BulkBody.flag(body, "force", false);
    }

    /** After which attempt it is wanted, if whoever asks says so. */
    private static Integer attempts(Map<String, Object> body) {
        Object asked = body == null ? null : body.get(ATTEMPTS);
        if (asked != null && (!(asked instanceof Integer attempts) || attempts < 0)) {
            throw new IllegalArgumentException(ATTEMPTS + " must be a number, as the run shows it.");
        }
        return (Integer) asked;
    }

    private static String reason(Map<String, Object> body) {
        if (body != null) {
            body.keySet().forEach(name -> Parameters.check("field", name, List.of("reason")));
        }
        return Parameters.reason(body == null ? null : body.get("reason"));
    }
}
