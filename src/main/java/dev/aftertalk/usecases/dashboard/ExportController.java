package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.access.Audit;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.usecases.satisfaction.CommentAccess;
import dev.aftertalk.usecases.satisfaction.SatisfactionReports;
import dev.aftertalk.web.CsvDownload;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The figures of a dashboard's address as a file for a spreadsheet. */
@Controller
class ExportController {

    private final DashboardFigures figures;
    private final SatisfactionReports reports;
    private final CommentAccess comments;
    private final Audit audit;
    private final MessageSource messages;

    ExportController(
            DashboardFigures figures,
            SatisfactionReports reports,
            CommentAccess comments,
            Audit audit,
            MessageSource messages) {
        this.figures = figures;
        this.reports = reports;
        this.comments = comments;
        this.audit = audit;
        this.messages = messages;
    }

    /** What can't be given leads back to the page, which says why. */
    @GetMapping("/dashboard/export.csv")
    void export(
            @RequestParam Map<String, String> asked,
            Principal who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        DashboardView view;
        Figures found;
        try {
            view = DashboardView.of(asked, figures.today());
            found = figures.of(view);
            if (comments.allows(who)) {
                // Noted before the first comment leaves; what can't be noted is not given.
                audit.record(who.getName(), "comments.exported", view.from() + " – " + view.to(), "");
            }
        } catch (BadView | DataAccessException | RetryableException e) {
            String query = request.getQueryString();
            response.sendRedirect(request.getContextPath() + "/dashboard" + (query == null ? "" : "?" + query));
            return;
        }
        FigureLines lines = new FigureLines(
                CsvDownload.begin(response, "satisfaction-" + view.from() + "-" + view.to() + ".csv", locale),
                code -> messages.getMessage("dashboard.csv." + code, null, locale));
        lines.figures(found);
        if (comments.allows(who)) {
            reports.eachAnswer(figures.period(view), view.filter(), lines::answer);
        }
        lines.end();
    }
}
