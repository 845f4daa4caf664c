package dev.aftertalk.access;

import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page that shows who changed what. */
@Controller
class AuditController {

    private final Audit audit;

    AuditController(Audit audit) {
        this.audit = audit;
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
}
