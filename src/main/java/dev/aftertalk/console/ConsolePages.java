package dev.aftertalk.console;

import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.time.MachineClock;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.ui.Model;

/** What the pages of the console have in common. */
final class ConsolePages {

    private static final Logger LOG = LoggerFactory.getLogger(ConsolePages.class);
    private static final int UNAVAILABLE = 503;

    private ConsolePages() {}

    /**
     * The view that the work names, or the one that says that the database can't be read now, which asks again by itself.
     *
     * @param work may throw what the ledger throws that can't be read
     */
    static String orAway(HttpServletResponse response, Model model, Supplier<String> work) {
        response.setHeader("Cache-Control", "no-store");
        try {
            return work.get();
        } catch (DataAccessException | RetryableException e) {
            LOG.error("A page of the console can't be read from the database", e);
            response.setStatus(UNAVAILABLE);
            model.addAttribute("fault", "console.fault.away");
            return "console/away";
        }
    }

    /**
     * Gives the templates what all pages of people who look need.
     *
     * @return what whoever looks may be shown
     */
    static Sight common(Model model, Principal who, Locale locale) {
        Sight sight = Sight.of(who);
        model.addAttribute("sight", sight);
        model.addAttribute("shown", new ConsoleFormat(locale, MachineClock.get().instant()));
        return sight;
    }

    /** Answers with a part of a page, which is true now and not kept. */
    static void write(HttpServletResponse response, byte[] html) {
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(html.length);
        try {
            response.getOutputStream().write(html);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the browser is gone
        }
    }
}
