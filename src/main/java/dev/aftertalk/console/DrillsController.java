package dev.aftertalk.console;

import dev.aftertalk.care.drill.DrillDesk;
import dev.aftertalk.care.drill.DrillReport;
import dev.aftertalk.care.drill.DrillSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Fault drills: begins one, shows how it goes, ends it, and keeps the reports of those before. */
@Controller
class DrillsController {

    private static final String PAGE = "/console/drills";
    private static final String ONE = PAGE + "/{id:\\d{1,18}}";
    private static final int SHOWN = 50;
    private static final int CONFLICT = 409;

    private final DrillDesk drills;
    private final DrillPage page;

    DrillsController(DrillDesk drills, DrillPage page) {
        this.drills = drills;
        this.page = page;
    }

    @GetMapping(PAGE)
    String page(Principal who, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            ConsolePages.common(model, who, locale);
            model.addAttribute("allowed", drills.isAllowed());
            model.addAttribute("names", drills.names());
            model.addAttribute("open", drills.isAllowed() ? drills.inTheWay().orElse(null) : null);
            model.addAttribute("drills", drills.latest(SHOWN));
            return "console/drills";
        });
    }

    /** @param minutes for how long; part of one is right too */
    @PostMapping(PAGE)
    String begin(
            @RequestParam(defaultValue = "") String drill,
            @RequestParam(defaultValue = "0") double minutes,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            try {
                Duration time = Duration.ofMillis(
                        Math.round(minutes * Duration.ofMinutes(1).toMillis()));
                Optional<DrillReport> begun = drills.start(drill, time, who.getName());
                if (begun.isPresent()) {
                    return "redirect:" + PAGE + "/" + begun.get().id();
                }
                response.setStatus(CONFLICT);
                model.addAttribute("busy", true);
            } catch (DrillSettings.NotAllowedException e) {
                response.setStatus(CONFLICT); // the page says so
            } catch (IllegalArgumentException e) {
                response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
                model.addAttribute("wrong", e.getMessage());
            }
            model.addAttribute("asked", drill);
            model.addAttribute("minutes", minutes);
            return page(who, locale, model, response);
        });
    }

    @GetMapping(ONE)
    String one(@PathVariable long id, Principal who, Locale locale, Model model, HttpServletResponse response) {
        return page.page(id, who, locale, model, response);
    }

    /** @return null once the parts are written, or the view that says what is wrong */
    @GetMapping(ONE + "/figures")
    String parts(@PathVariable long id, Principal who, Locale locale, Model model, HttpServletResponse response) {
        return page.parts(id, who, locale, model, response);
    }

    @GetMapping(ONE + "/stream")
    void stream(
            @PathVariable long id,
            Principal who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        page.stream(id, who, locale, request, response);
    }

    @PostMapping(ONE + "/end")
    String end(@PathVariable long id, Principal who, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            drills.end(id, who.getName()); // one that is over stays as it is
            return "redirect:" + PAGE + "/" + id;
        });
    }
}
