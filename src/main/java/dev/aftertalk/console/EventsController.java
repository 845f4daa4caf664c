package dev.aftertalk.console;

import dev.aftertalk.care.replay.RunNotChangedException;
import dev.aftertalk.care.replay.RunOrders;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.EventSearch;
import dev.aftertalk.ledger.history.EventView;
import dev.aftertalk.ledger.history.LedgerReader;
import dev.aftertalk.ledger.history.SearchCursor;
import dev.aftertalk.text.PlainText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/** The list of events by what is asked for, one event with all that was done about it, and what people order about its runs. */
@Controller
class EventsController {

    private static final int PAGE = 50;
    private static final int MOST_EXPORTED = 10_000;
    private static final int EXPORTED_AT_ONCE = 200;
    private static final int RELATED = 20;
    private static final int LONGEST_REASON = 200;

    private static final Set<String> DONE = Set.of("replayed", "skipped");

    /** What the page says of an order; each is a message. */
    private static final Set<String> SAID = Stream.concat(
                    Stream.of("replayed", "skipped", "reason", "away"),
                    Stream.of(RunNotChangedException.Reason.values()).map(EventsController::code))
            .collect(Collectors.toUnmodifiableSet());

    private final EventSearch search;
    private final LedgerReader reader;
    private final RunOrders orders;
    private final Ledger ledger;
    private final MessageSource messages;
    private final TargetLinks links;

    EventsController(
            EventSearch search,
            LedgerReader reader,
            RunOrders orders,
            Ledger ledger,
            MessageSource messages,
            TargetLinks links) {
        this.search = search;
        this.reader = reader;
        this.orders = orders;
        this.ledger = ledger;
        this.messages = messages;
        this.links = links;
    }

    @GetMapping("/console/events")
    String list(
            @RequestParam Map<String, String> asked,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            common(model, who, locale);
            model.addAttribute("workflows", new TreeSet<>(ledger.workflows()));
            model.addAttribute("states", EventFilter.STATES);
            model.addAttribute("asked", asked);
            try {
                EventQuery query = query(asked, Sight.of(who));
                EventSearch.Found found = search.find(query.filter(), query.from(), PAGE);
                model.addAttribute("query", query);
                model.addAttribute("events", reader.events(found.events()));
                model.addAttribute("next", found.next());
                if (found.timeIsUp()) {
                    model.addAttribute(
                            "searchedTo", Instant.ofEpochMilli(found.next().receivedAt()));
                }
            } catch (IllegalArgumentException e) {
                response.setStatus(400);
                model.addAttribute("wrong", e.getMessage());
            }
            return "console/events";
        });
    }

    /** What could name a person can't be asked for by whoever may not see it. */
    private static EventQuery query(Map<String, String> asked, Sight sight) {
        EventQuery query = EventQuery.of(asked);
        if (!sight.persons() && query.filter().asksForPersons()) {
            throw new IllegalArgumentException("Only operators search by visitor, conversation or cause.");
        }
        return query;
    }

    @GetMapping("/console/events.csv")
    void export(
            @RequestParam Map<String, String> asked,
            Principal who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Sight sight = Sight.of(who);
        EventQuery query;
        EventSearch.Found found;
        try {
            query = query(asked, sight);
            found = search.find(query.filter(), query.from(), EXPORTED_AT_ONCE);
        } catch (IllegalArgumentException | DataAccessException e) {
            String given = request.getQueryString();
            response.sendRedirect(request.getContextPath() + "/console/events" + (given == null ? "" : "?" + given));
            return; // that page says what is wrong
        }
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename("events.csv").build().toString());
        EventLines lines = new EventLines(
                response.getOutputStream(), locale, sight, code -> messages.getMessage(code, null, locale));
        int written = 0;
        while (true) {
            List<EventView> events = reader.events(found.events());
            lines.events(events, query.filter());
            written += events.size();
            if (found.next() == null || written >= MOST_EXPORTED) {
                break;
            }
            found = search.find(query.filter(), found.next(), EXPORTED_AT_ONCE);
        }
        if (found.next() != null) {
            lines.cut(written);
        }
        lines.end();
    }

    @GetMapping("/console/events/{id}")
    String event(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String said,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            Sight sight = common(model, who, locale);
            Optional<Long> number = reader.number(id);
            if (number.isEmpty()) {
                response.setStatus(404);
                return "console/no-event";
            }
            EventView event = reader.event(number.get());
            model.addAttribute("event", sight.persons() ? event : event.withoutBody());
            model.addAttribute(
                    "runs", event.runs().stream().map(RunTimeline::of).toList());
            model.addAttribute("links", links);
            model.addAttribute("said", SAID.contains(said) ? said : null);
            model.addAttribute("good", DONE.contains(said));
            model.addAttribute("related", sight.persons() ? related(event) : List.of());
            if (sight.persons()) {
                model.addAttribute("payload", Payload.indented(event.body()));
            }
            return "console/event";
        });
    }

    /** Other events of the same conversation, and of the same visitor, newest first. */
    private List<EventView> related(EventView event) {
        Map<String, String> by = event.conversationId() != null
                ? Map.of("conversation", event.conversationId())
                : event.visitorId() != null ? Map.of("visitor", event.visitorId()) : Map.of();
        if (by.isEmpty()) {
            return List.of();
        }
        List<Long> found = search.find(EventFilter.of(by), SearchCursor.NEWEST, RELATED).events().stream()
                .filter(each -> !event.number().equals(Long.toString(each)))
                .toList();
        return reader.events(found);
    }

    private static Sight common(Model model, Principal who, Locale locale) {
        Sight sight = Sight.of(who);
        model.addAttribute("sight", sight);
        model.addAttribute("shown", new ConsoleFormat(locale, Instant.now()));
        return sight;
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

    private static String code(RunNotChangedException.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String back(String id, String said) {
        return "redirect:/console/events/" + UriUtils.encodePathSegment(id, StandardCharsets.UTF_8) + "?said=" + said;
    }
}
