package dev.aftertalk.console;

import dev.aftertalk.access.LoginValidity;
import dev.aftertalk.care.drill.DrillDesk;
import dev.aftertalk.care.drill.DrillNames;
import dev.aftertalk.care.drill.DrillReport;
import dev.aftertalk.care.drill.DrillSettings;
import dev.aftertalk.live.Streams;
import dev.aftertalk.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
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
    private final DrillSource source;
    private final Streams streams;
    private final LoginValidity logins;

    DrillsController(DrillDesk drills, DrillSource source, Streams streams, LoginValidity logins) {
        this.drills = drills;
        this.source = source;
        this.streams = streams;
        this.logins = logins;
    }

    @GetMapping(PAGE)
    String page(Principal who, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            ConsolePages.common(model, who, locale);
            model.addAttribute("allowed", drills.isAllowed());
            model.addAttribute("names", DrillNames.all().keySet());
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
        return ConsolePages.orAway(response, model, () -> {
            Optional<Map<String, Object>> found = source.model(reader(id, who, locale));
            found.ifPresentOrElse(model::addAllAttributes, () -> response.setStatus(HttpServletResponse.SC_NOT_FOUND));
            return found.isPresent() ? "console/drill" : "console/no-drill";
        });
    }

    /** @return null once the parts are written, or the view that says what is wrong */
    @GetMapping(ONE + "/figures")
    String parts(@PathVariable long id, Principal who, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            if (drills.find(id).isEmpty()) {
                response.setStatus(HttpServletResponse.SC_NOT_FOUND);
                return "console/no-drill";
            }
            ConsolePages.write(response, source.html(reader(id, who, locale)));
            return null;
        });
    }

    @GetMapping(ONE + "/stream")
    void stream(
            @PathVariable long id,
            Principal who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (drills.find(id).isEmpty()) {
            Problem.send(response, HttpServletResponse.SC_NOT_FOUND, "There is no such drill.");
        } else {
            streams.open(source, reader(id, who, locale), request, response, logins.of(request));
        }
    }

    @PostMapping(ONE + "/end")
    String end(@PathVariable long id, Principal who, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            drills.end(id, who.getName()); // one that is over stays as it is
            return "redirect:" + PAGE + "/" + id;
        });
    }

    private static DrillSource.Reader reader(long id, Principal who, Locale locale) {
        return new DrillSource.Reader(id, locale, Sight.of(who));
    }
}
