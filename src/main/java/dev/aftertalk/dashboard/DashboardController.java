package dev.aftertalk.dashboard;

import dev.aftertalk.satisfaction.CommentAccess;
import dev.aftertalk.satisfaction.Dimension;
import dev.aftertalk.satisfaction.SatisfactionReports;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The dashboard: the whole page, and the figures alone, which the page fetches when something has changed. */
@Controller
class DashboardController {

    private static final Logger LOG = LoggerFactory.getLogger(DashboardController.class);

    private final DashboardFigures figures;
    private final SatisfactionReports reports;
    private final CommentAccess comments;
    private final Fragments fragments;
    private final String chartScript = ChartScript.address();

    DashboardController(
            DashboardFigures figures, SatisfactionReports reports, CommentAccess comments, Fragments fragments) {
        this.figures = figures;
        this.reports = reports;
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
        View view = show(asked, who, locale, model, response);
        model.addAttribute("chartScript", chartScript);
        model.addAttribute("spans", Span.offered());
        if (!view.wall()) {
            model.addAttribute("choices", choices(view, model));
        }
        return view.wall() ? "dashboard/wall" : "dashboard/page";
    }

    /** @return the view that says what is wrong, or null once the figures are written */
    @GetMapping("/dashboard/figures")
    String figures(
            @RequestParam Map<String, String> asked,
            Principal who,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        View view = show(asked, who, locale, model, response);
        if (!model.containsAttribute("figures")) {
            return "dashboard/fault";
        }
        String template = view.wall() ? "dashboard/wall-figures" : "dashboard/figures";
        byte[] html = fragments.of(template, model.asMap(), locale, request, response);
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(html.length);
        response.getOutputStream().write(html);
        return null;
    }

    /** Puts the figures into the model, or else what is wrong. */
    private View show(
            Map<String, String> asked, Principal who, Locale locale, Model model, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        Shown shown = new Shown(locale, reports.zone());
        View view = View.standard(figures.today());
        try {
            view = View.of(asked, figures.today());
            Figures found = figures.of(view);
            model.addAttribute("figures", found);
            model.addAttribute("charts", Charts.json(found.report(), shown));
        } catch (BadView e) {
            response.setStatus(400);
            model.addAttribute("fault", e.code());
        } catch (DataAccessException e) {
            LOG.error("The satisfaction figures can't be read from the database", e);
            response.setStatus(503);
            model.addAttribute("fault", "dashboard.fault.away");
        }
        model.addAttribute("view", view);
        model.addAttribute("shown", shown);
        model.addAttribute("maySeeComments", comments.allows(who));
        return view;
    }

    private Map<String, Object> choices(View view, Model model) {
        Map<String, Object> choices = new LinkedHashMap<>();
        if (model.containsAttribute("figures")) {
            try {
                for (Dimension by : Dimension.values()) {
                    choices.put(by.toString(), figures.choices(view, by));
                }
            } catch (DataAccessException e) {
                LOG.warn("What the dashboard can be filtered by can't be read from the database", e);
            }
        }
        return choices;
    }
}
