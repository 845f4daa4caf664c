package dev.aftertalk.console;

import dev.aftertalk.time.MachineClock;
import dev.aftertalk.usecases.promo.CodeUploads;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Shows the pools of promo codes; files for them are sent to the API by the page's script. */
@Controller
class PromoPagesController {

    private final CodeUploads uploads;

    PromoPagesController(CodeUploads uploads) {
        this.uploads = uploads;
    }

    /**
     * @param campaign into which codes were loaded just now
     * @param codes how many of them were new
     */
    @GetMapping("/console/promo")
    String page(
            @RequestParam(defaultValue = "") String campaign,
            @RequestParam(defaultValue = "0") long codes,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            List<CodeUploads.Pool> pools = uploads.pools();
            model.addAttribute(
                    "shown", new ConsoleFormat(locale, MachineClock.get().instant()));
            model.addAttribute("pools", pools);
            model.addAttribute(
                    "loaded", pools.stream().anyMatch(pool -> pool.name().equals(campaign)) ? campaign : null);
            model.addAttribute("codes", codes);
            return "console/promo";
        });
    }
}
