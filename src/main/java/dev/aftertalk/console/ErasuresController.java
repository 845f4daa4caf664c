package dev.aftertalk.console;

import dev.aftertalk.access.LoginValidity;
import dev.aftertalk.care.retention.ErasureRequest;
import dev.aftertalk.care.retention.Erasures;
import dev.aftertalk.live.Streams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Erases a person: what would go is counted first, and erased once that is confirmed. For admins. */
@Controller
class ErasuresController {

    private static final String PAGE = "/console/erasure";
    private static final List<String> NAMES =
            List.of("visitorId", "uniqueId", "legacyVisitorId", "conversationId", "email");
    private static final int CONFLICT = 409;

    private final Erasures erasures;
    private final ErasureSource source;
    private final Streams streams;
    private final LoginValidity logins;

    ErasuresController(Erasures erasures, ErasureSource source, Streams streams, LoginValidity logins) {
        this.erasures = erasures;
        this.source = source;
        this.streams = streams;
        this.logins = logins;
    }

    @GetMapping(PAGE)
    String page(Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            model.addAttribute("names", NAMES);
            model.addAllAttributes(source.model(locale));
            return "console/erasure";
        });
    }

    @PostMapping(PAGE)
    String count(@RequestParam Map<String, String> asked, Locale locale, Model model, HttpServletResponse response) {
        try {
            ErasureRequest request = new ErasureRequest(
                    asked.get("visitorId"),
                    asked.get("uniqueId"),
                    asked.get("legacyVisitorId"),
                    asked.get("conversationId"),
                    asked.get("email"));
            if (erasures.count(request)) {
                return "redirect:" + PAGE;
            }
            response.setStatus(CONFLICT);
            model.addAttribute("busy", true);
        } catch (IllegalArgumentException e) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("wrong", true);
        }
        model.addAttribute("typed", asked);
        return page(locale, model, response);
    }

    /** One that is not there any more to be confirmed stays as it is, and the page shows what there is. */
    @PostMapping(PAGE + "/confirm")
    String confirm(@RequestParam String id, Principal who) {
        erasures.confirm(id, who.getName());
        return "redirect:" + PAGE;
    }

    @GetMapping(PAGE + "/figures")
    void parts(Locale locale, HttpServletResponse response) {
        ConsolePages.write(response, source.html(locale));
    }

    @GetMapping(PAGE + "/stream")
    void stream(Locale locale, HttpServletRequest request, HttpServletResponse response) throws IOException {
        streams.open(source, locale, request, response, logins.of(request));
    }
}
