package dev.aftertalk.console;

import dev.aftertalk.care.replay.BulkOrder;
import dev.aftertalk.care.replay.BulkOrders;
import dev.aftertalk.care.replay.BulkRequest;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.FilterException;
import dev.aftertalk.text.PlainText;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Has many dead runs run again, or skips them: shows how many that is first. */
@Controller
class NewOrderController {

    private static final String PAGE = DeadLettersController.PAGE + "/{action:replay|skip}";
    private static final String NUMBER = "number";
    private static final String REASON = "reason";
    private static final int LONGEST_REASON = 200;

    /** The value of what is ticked for all, whatever else is. */
    private static final String ALL = "all";

    private final BulkOrders orders;

    NewOrderController(BulkOrders orders) {
        this.orders = orders;
    }

    /** What an order would be about, before it is given. */
    @GetMapping(PAGE)
    String count(
            @PathVariable String action,
            @RequestParam MultiValueMap<String, String> asked,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        Map<String, String> filter = filter(asked);
        if (asked.containsKey("ticked") && !asked.containsKey(NUMBER)) {
            return "redirect:" + DeadLettersController.PAGE + "/group?" + EventQuery.query(filter) + "&said=none";
        }
        return ConsolePages.orAway(response, model, () -> {
            ConsolePages.common(model, who, locale);
            model.addAttribute("action", action);
            model.addAttribute("noReason", REASON.equals(asked.getFirst("said")));
            try {
                EventQuery query = EventQuery.of(filter);
                model.addAttribute("query", query);
                model.addAttribute("count", orders.count(request(action, query.filter(), false, null, "")));
                model.addAttribute("rate", BulkOrders.USUAL_RATE);
            } catch (FilterException e) {
                response.setStatus(400);
                model.addAttribute("wrong", e);
            }
            return "console/order-new";
        });
    }

    @PostMapping(PAGE)
    String start(
            @PathVariable String action,
            @RequestParam MultiValueMap<String, String> asked,
            @RequestParam(defaultValue = "false") boolean force,
            Principal who) {
        Map<String, String> filter = filter(asked);
        String again = "redirect:" + DeadLettersController.PAGE + "/" + action + "?" + EventQuery.query(filter);
        String reason = PlainText.line(asked.getFirst(REASON), LONGEST_REASON);
        if (action.equals("skip") && reason.isEmpty()) {
            return again + "&said=reason";
        }
        try {
            EventFilter runs = EventQuery.of(filter).filter();
            BulkOrder order =
                    orders.start(request(action, runs, force, asked.getFirst("perSecond"), reason), who.getName());
            return "redirect:/console/orders/" + order.id();
        } catch (FilterException e) { // the page says what is wrong
            return again;
        } catch (DataAccessException | RetryableException e) {
            return "redirect:" + DeadLettersController.PAGE + "?said=away";
        }
    }

    private static BulkRequest request(String action, EventFilter runs, boolean force, String rate, String reason) {
        return action.equals("skip")
                ? BulkRequest.skip(runs, reason, rate(rate))
                : BulkRequest.replay(runs, force, rate(rate));
    }

    private static int rate(String given) {
        return given != null && given.matches("\\d{1,4}")
                ? Math.max(1, Math.min(BulkOrders.HIGHEST_RATE, Integer.parseInt(given)))
                : BulkOrders.USUAL_RATE;
    }

    /** What is asked for, with all numbers that are ticked in one; without any when all is. */
    private static Map<String, String> filter(MultiValueMap<String, String> asked) {
        Map<String, String> filter = new TreeMap<>(Map.of("state", "dead"));
        asked.toSingleValueMap().forEach((name, value) -> {
            if (EventFilter.NAMES.contains(name) && value != null && !value.isBlank()) {
                filter.put(name, value);
            }
        });
        List<String> ticked = asked.getOrDefault(NUMBER, List.of());
        if (ticked.contains(ALL)) {
            filter.remove(NUMBER);
        } else if (!ticked.isEmpty()) {
            filter.put(NUMBER, String.join(",", ticked));
        }
        return filter;
    }
}
