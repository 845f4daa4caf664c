package dev.aftertalk.console;

import dev.aftertalk.care.rehearse.DryRuns;
import dev.aftertalk.care.rehearse.Rehearser;
import dev.aftertalk.ledger.history.EventView;
import dev.aftertalk.ledger.history.LedgerReader;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What the workflows that run would do with an event now, such as the mail as it would be written. */
@Controller
class EventNowController {

    private final LedgerReader reader;
    private final DryRuns dryRuns;

    EventNowController(LedgerReader reader, DryRuns dryRuns) {
        this.reader = reader;
        this.dryRuns = dryRuns;
    }

    @PostMapping("/console/events/{id}/now")
    String now(@PathVariable String id, Principal who, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            ConsolePages.common(model, who, locale);
            Optional<Long> number = reader.number(id);
            if (number.isEmpty()) {
                response.setStatus(HttpServletResponse.SC_NOT_FOUND);
                return "console/no-event";
            }
            EventView event = reader.event(number.get());
            model.addAttribute("event", event);
            try {
                model.addAttribute("worked", dryRuns.ofEvent(event.eventId()));
            } catch (Rehearser.BusyException e) {
                response.setStatus(HttpServletResponse.SC_CONFLICT);
            }
            return "console/event-now";
        });
    }
}
