package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.usecases.satisfaction.Breakdown;
import dev.aftertalk.usecases.satisfaction.CommentAccess;
import dev.aftertalk.usecases.satisfaction.Dimension;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The dashboard: the whole page, and the figures alone, which the page fetches while nothing comes by its stream. */
@Controller
class DashboardController {

    private static final Logger LOG = LoggerFactory.getLogger(DashboardController.class);

    private final DashboardFigures figures;
    private final CommentAccess comments;
    private final Fragments fragments;
    private final String chartScript = ChartScript.address();

    DashboardController(DashboardFigures figures, CommentAccess comments, Fragments fragments) {
        this.figures = figures;
        this.comments = comments;
        this.fragments = fragments;
    }

    @GetMapping("/dashboard")
    String page(
            @RequestParam Map<String, String> asked,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        RenderingKey reading = reading(asked, who, locale, model, response);
        DashboardView view = reading.view();
        Map<Dimension, Supplier<List<Breakdown.Row>>> choices =
                view.wall() || model.containsAttribute("fault") ? Map.of() : figures.choices(view);
        Figures found = model.containsAttribute("fault") ? null : orFault(() -> figures.of(view), model, response);
        model.addAllAttributes(fragments.model(reading, found));
        model.addAttribute("chartScript", chartScript);
        model.addAttribute("spans", DashboardPeriod.offered());
        model.addAttribute("choices", found == null ? Map.of() : counted(choices));
        return view.wall() ? "dashboard/wall" : "dashboard/page";
    }

    /** @return the view that says what is wrong, or null once the figures are written */
    @GetMapping("/dashboard/figures")
    String figures(
            @RequestParam Map<String, String> asked,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response)
            throws IOException {
        response.setHeader("Cache-Control", "no-store");
        RenderingKey reading = reading(asked, who, locale, model, response);
        byte[] html = model.containsAttribute("fault") ? null : orFault(() -> fragments.of(reading), model, response);
        if (html == null) {
            return "dashboard/fault";
        }
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(html.length);
        response.getOutputStream().write(html);
        return null;
    }

    /** What is asked for, or else the standard, with the fault in the model. */
    private RenderingKey reading(
            Map<String, String> asked, Principal who, Locale locale, Model model, HttpServletResponse response) {
        DashboardView view = DashboardView.standard(figures.today());
        try {
            view = DashboardView.of(asked, figures.today());
        } catch (BadView e) {
            response.setStatus(400);
            model.addAttribute("fault", e.code());
        }
        return new RenderingKey(view, locale, comments.allows(who));
    }

    /** @return null when the database can't be read, with the fault in the model */
    private static <T> T orFault(Supplier<T> work, Model model, HttpServletResponse response) {
        try {
            return work.get();
        } catch (DataAccessException e) {
            LOG.error("The satisfaction figures can't be read from the database", e);
            response.setStatus(503);
            model.addAttribute("fault", "dashboard.fault.away");
            return null;
        }
    }

    private static Map<String, List<Breakdown.Row>> counted(Map<Dimension, Supplier<List<Breakdown.Row>>> choices) {
        Map<String, List<Breakdown.Row>> counted = new LinkedHashMap<>();
        try {
            choices.forEach((by, rows) -> counted.put(by.toString(), rows.get()));
        } catch (DataAccessException e) {
            LOG.warn("What the dashboard can be filtered by can't be read from the database", e);
        }
        return counted;
    }
}
