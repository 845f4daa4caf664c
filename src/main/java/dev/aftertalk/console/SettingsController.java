package dev.aftertalk.console;

import dev.aftertalk.deploy.live.RouteReports;
import dev.aftertalk.settings.CurrentSettings;
import dev.aftertalk.settings.SettingFaults;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Shows the settings as this process has them and where each comes from, without secrets. For admins. */
@Controller
class SettingsController {

    private final CurrentSettings settings;
    private final List<SettingFaults> faults;
    private final RouteReports reports;

    SettingsController(CurrentSettings settings, List<SettingFaults> faults, RouteReports reports) {
        this.settings = settings;
        this.faults = faults;
        this.reports = reports;
    }

    /** @param search a part of the name */
    @GetMapping("/console/settings")
    String page(
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "false") boolean given,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            model.addAttribute("settings", shown(settings, search, given));
            model.addAttribute("search", search.strip());
            model.addAttribute("given", given);
            model.addAttribute(
                    "faults",
                    faults.stream().flatMap(each -> each.faults().stream()).toList());
            model.addAttribute("atRestart", reports.now().settings().atRestart());
            return "console/settings";
        });
    }

    /** Those that are asked for. */
    static List<CurrentSettings.Current> shown(CurrentSettings settings, String search, boolean given) {
        String part = search.strip().toLowerCase(Locale.ROOT);
        return settings.all().stream()
                .filter(each -> each.name().toLowerCase(Locale.ROOT).contains(part))
                .filter(each -> !given || each.source() != CurrentSettings.Source.DEFAULT)
                .toList();
    }
}
