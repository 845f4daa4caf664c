package dev.aftertalk.console;

import dev.aftertalk.care.reconcile.ReconciliationReports;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.time.MachineClock;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What comparing with iAdvize's lists has come to, and asking for a stretch of time. */
@Controller
class ReconciliationsController {

    private static final String PAGE = "/console/reconciliations";
    private static final int SHOWN = 50;

    private final ReconciliationReports reports;

    ReconciliationsController(ReconciliationReports reports) {
        this.reports = reports;
    }

    /** @param asked the number of the one that was asked for just now; 0 for none */
    @GetMapping(PAGE)
    String page(
            @RequestParam(defaultValue = "0") long asked, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            model.addAttribute(
                    "shown", new ConsoleFormat(locale, MachineClock.get().instant()));
            model.addAttribute("reports", reports.latest(SHOWN));
            model.addAttribute("asked", asked);
            return "console/reconciliations";
        });
    }

    /** @param to empty for now */
    @PostMapping(PAGE)
    String ask(
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        try {
            Instant end = to.isBlank() ? MachineClock.get().instant() : time(to);
            return "redirect:" + PAGE + "?asked=" + reports.ask(time(from), end, who.getName());
        } catch (DataAccessException | RetryableException e) {
            return page(0, locale, model, response);
        } catch (DateTimeException e) {
            model.addAttribute("wrong", "");
        } catch (IllegalArgumentException e) {
            model.addAttribute("wrong", e.getMessage());
        }
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        model.addAttribute("from", from);
        model.addAttribute("to", to);
        return page(0, locale, model, response);
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text.strip()).toInstant();
    }
}
