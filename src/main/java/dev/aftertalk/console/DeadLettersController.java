package dev.aftertalk.console;

import dev.aftertalk.care.replay.BulkOrder;
import dev.aftertalk.care.replay.BulkOrders;
import dev.aftertalk.care.replay.BulkRequest;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.history.DeadLetters;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.FilterException;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is dead, by workflow and cause, and having it run again: counted first, then ordered. */
@Controller
class DeadLettersController {

    private static final String STATE = "state";
    private static final String PAGE = "/console/dead-letters";

    private final DeadLetters deadLetters;
    private final BulkOrders orders;

    DeadLettersController(DeadLetters deadLetters, BulkOrders orders) {
        this.deadLetters = deadLetters;
        this.orders = orders;
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

    /** What an order would be about, before it is given. */
    @GetMapping(PAGE + "/replay")
    String count(
            @RequestParam Map<String, String> asked,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            ConsolePages.common(model, who, locale);
            try {
                EventQuery query = EventQuery.of(dead(asked));
                model.addAttribute("query", query);
                model.addAttribute(
                        "count", orders.count(BulkRequest.replay(query.filter(), true, BulkOrders.USUAL_RATE)));
                model.addAttribute("rate", BulkOrders.USUAL_RATE);
            } catch (FilterException e) {
                response.setStatus(400);
                model.addAttribute("wrong", e);
            }
            return "console/order-new";
        });
    }

    @PostMapping(PAGE + "/replay")
    String start(
            @RequestParam Map<String, String> asked,
            @RequestParam(defaultValue = "" + BulkOrders.USUAL_RATE) int perSecond,
            @RequestParam(defaultValue = "false") boolean force,
            Principal who) {
        try {
            EventFilter filter = EventQuery.of(dead(asked)).filter();
            int rate = Math.max(1, Math.min(BulkOrders.HIGHEST_RATE, perSecond));
            BulkOrder order = orders.start(BulkRequest.replay(filter, force, rate), who.getName());
            return "redirect:/console/orders/" + order.id();
        } catch (FilterException e) { // the page says what is wrong
            Map<String, String> filter = new TreeMap<>(asked);
            filter.keySet().retainAll(EventFilter.NAMES);
            return "redirect:" + PAGE + "/replay?" + EventQuery.query(filter);
        } catch (DataAccessException | RetryableException e) {
            return "redirect:" + PAGE + "?said=away";
        }
    }

    private static Map<String, String> dead(Map<String, String> asked) {
        Map<String, String> filter = new TreeMap<>(asked);
        filter.putIfAbsent(STATE, "dead");
        return filter;
    }
}
