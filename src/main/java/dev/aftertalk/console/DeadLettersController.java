package dev.aftertalk.console;

import dev.aftertalk.care.replay.BulkOrders;
import dev.aftertalk.care.replay.BulkRequest;
import dev.aftertalk.ledger.history.DeadLetters;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.EventSearch;
import dev.aftertalk.ledger.history.FilterException;
import dev.aftertalk.ledger.history.LedgerReader;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is dead, by workflow and cause, and the runs of one group. What is ordered about them begins at {@link NewOrderController}. */
@Controller
class DeadLettersController {

    static final String PAGE = "/console/dead-letters";

    private static final int RUNS = 50;

    private final DeadLetters deadLetters;
    private final BulkOrders orders;
    private final EventSearch search;
    private final LedgerReader reader;

    DeadLettersController(DeadLetters deadLetters, BulkOrders orders, EventSearch search, LedgerReader reader) {
        this.deadLetters = deadLetters;
        this.orders = orders;
        this.search = search;
        this.reader = reader;
    }

    @GetMapping(PAGE)
    String list(
            @RequestParam(defaultValue = "") String workflow,
            @RequestParam(defaultValue = "") String said,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            ConsolePages.common(model, who, locale);
            DeadLetters.Groups all = deadLetters.read();
            model.addAttribute("workflow", workflow);
            model.addAttribute(
                    "groups",
                    all.groups().stream()
                            .filter(group -> workflow.isEmpty() || workflow.equals(group.workflow()))
                            .map(GroupLine::new)
                            .toList());
            model.addAttribute("cut", all.cut());
            model.addAttribute("most", DeadLetters.MOST);
            model.addAttribute("orders", orders.last());
            model.addAttribute("away", said.equals("away"));
            return "console/dead-letters";
        });
    }

    /** The runs of a group, newest first, to choose some or all of. */
    @GetMapping(PAGE + "/group")
    String group(
            @RequestParam Map<String, String> asked,
            @RequestParam(defaultValue = "") String said,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            ConsolePages.common(model, who, locale);
            Map<String, String> dead = new TreeMap<>(asked);
            dead.put("state", "dead");
            try {
                EventQuery query = EventQuery.of(dead);
                EventFilter filter = query.filter();
                EventSearch.Found found = search.find(filter, query.from(), RUNS);
                model.addAttribute("query", query);
                model.addAttribute("events", reader.events(found.events()));
                model.addAttribute("next", found.next());
                model.addAttribute(
                        "count",
                        orders.count(BulkRequest.skip(filter, null, BulkOrders.USUAL_RATE))
                                .all());
                model.addAttribute("none", said.equals("none"));
            } catch (FilterException e) {
                response.setStatus(400);
                model.addAttribute("wrong", e);
            }
            return "console/dead-group";
        });
    }
}
