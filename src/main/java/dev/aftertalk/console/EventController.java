package dev.aftertalk.console;

import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.EventSearch;
import dev.aftertalk.ledger.history.EventView;
import dev.aftertalk.ledger.history.LedgerReader;
import dev.aftertalk.ledger.history.SearchCursor;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One event, with all that was done about it. */
@Controller
class EventController {

    private static final int RELATED = 20;

    private final EventSearch search;
    private final LedgerReader reader;
    private final TargetLinks links;

    EventController(EventSearch search, LedgerReader reader, TargetLinks links) {
        this.search = search;
        this.reader = reader;
        this.links = links;
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
            Sight sight = ConsolePages.common(model, who, locale);
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
            model.addAttribute("said", RunOrdersController.SAID.contains(said) ? said : null);
            model.addAttribute("good", RunOrdersController.DONE.contains(said));
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
}
