package dev.aftertalk.console;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.EventSearch;
import dev.aftertalk.ledger.history.EventView;
import dev.aftertalk.ledger.history.FilterException;
import dev.aftertalk.ledger.history.LedgerReader;
import dev.aftertalk.text.Csv;
import dev.aftertalk.web.CsvDownload;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of events by what is asked for, and the same as a file. */
@Controller
class EventsController {

    private static final int PAGE = 50;
    /** Soon there is something to see; the page goes on looking by itself (search.js). */
    private static final Duration LOOKED_FOR = Duration.ofMillis(50);

    private static final int MOST_EXPORTED = 10_000;
    private static final int EXPORTED_AT_ONCE = 200;

    private final EventSearch search;
    private final LedgerReader reader;
    private final Ledger ledger;
    private final MessageSource messages;

    EventsController(EventSearch search, LedgerReader reader, Ledger ledger, MessageSource messages) {
        this.search = search;
        this.reader = reader;
        this.ledger = ledger;
        this.messages = messages;
    }

    @GetMapping("/console/events")
    String list(
            @RequestParam Map<String, String> asked,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            ConsolePages.common(model, who, locale);
            model.addAttribute("workflows", new TreeSet<>(ledger.workflows()));
            model.addAttribute("states", EventFilter.STATES);
            model.addAttribute("asked", asked);
            try {
                EventQuery query = query(asked, Sight.of(who));
                EventSearch.Found found = search.find(query.filter(), query.from(), PAGE, LOOKED_FOR);
                model.addAttribute("query", query);
                model.addAttribute("enough", PAGE);
                model.addAttribute("events", reader.events(found.events()));
                model.addAttribute("next", found.next());
                if (found.timeIsUp()) {
                    model.addAttribute(
                            "searchedTo", Instant.ofEpochMilli(found.next().receivedAt()));
                }
            } catch (FilterException e) {
                response.setStatus(400);
                model.addAttribute("wrong", e);
            }
            return "console/events";
        });
    }

    /** What could name a person can't be asked for by whoever may not see it. */
    private static EventQuery query(Map<String, String> asked, Sight sight) {
        EventQuery query = EventQuery.of(asked);
        if (!sight.persons() && query.filter().asksForPersons()) {
            throw new FilterException(
                    FilterException.Fault.PERSONS,
                    "visitor",
                    "Only operators search by visitor, conversation or cause.");
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
        } catch (FilterException | DataAccessException e) {
            String given = request.getQueryString();
            response.sendRedirect(request.getContextPath() + "/console/events" + (given == null ? "" : "?" + given));
            return; // that page says what is wrong
        }
        Csv csv = CsvDownload.begin(response, "events.csv", locale);
        EventLines lines = new EventLines(csv, sight, code -> messages.getMessage(code, null, locale));
        write(lines, query.filter(), found);
        lines.end();
    }

    /** Page by page, from the first on; when there are too many, it says so. */
    private void write(EventLines lines, EventFilter filter, EventSearch.Found first) {
        EventSearch.Found found = first;
        int written = 0;
        while (true) {
            List<EventView> events = reader.events(found.events());
            lines.events(events, filter);
            written += events.size();
            if (found.next() == null) {
                return;
            }
            if (written >= MOST_EXPORTED) {
                lines.cut(written);
                return;
            }
            found = search.find(filter, found.next(), EXPORTED_AT_ONCE);
        }
    }
}
