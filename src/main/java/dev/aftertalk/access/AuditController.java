package dev.aftertalk.access;

import dev.aftertalk.text.Csv;
import dev.aftertalk.web.CsvDownload;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page that shows who changed what. */
@Controller
class AuditController {

    private static final int MOST_EXPORTED = 10_000;

    private final Audit audit;
    private final MessageSource messages;

    AuditController(Audit audit, MessageSource messages) {
        this.audit = audit;
        this.messages = messages;
    }

    @GetMapping("/admin/audit")
    String page(@RequestParam(defaultValue = "1") int page, Model model, Locale locale) {
        int shown = Math.max(1, page);
        List<Audit.Entry> entries = audit.page(shown);
        model.addAttribute("times", new LocalTimes(locale));
        model.addAttribute("entries", entries.subList(0, Math.min(Audit.PAGE, entries.size())));
        model.addAttribute("page", shown);
        model.addAttribute("more", entries.size() > Audit.PAGE);
        return "security/audit";
    }

    /** The newest of them as a file. */
    @GetMapping("/admin/audit.csv")
    void export(Locale locale, HttpServletResponse response) throws IOException {
        List<Audit.Entry> entries = audit.newest(MOST_EXPORTED);
        Csv csv = CsvDownload.begin(response, "audit.csv", locale);
        csv.line(Stream.of("audit.when", "audit.who", "audit.what", "audit.about", "audit.detail")
                .map(title -> messages.getMessage(title, null, locale))
                .toList());
        entries.forEach(each -> csv.line(List.of(each.at(), each.who(), each.what(), each.about(), each.detail())));
        csv.end();
    }
}
