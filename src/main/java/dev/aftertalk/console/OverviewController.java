package dev.aftertalk.console;

import dev.aftertalk.access.LoginValidity;
import dev.aftertalk.live.Streams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The overview: the whole page, its parts alone, and the stream that keeps it up to date. */
@Controller
class OverviewController {

    private final OverviewSource source;
    private final Streams streams;
    private final LoginValidity logins;

    OverviewController(OverviewSource source, Streams streams, LoginValidity logins) {
        this.source = source;
        this.streams = streams;
        this.logins = logins;
    }

    @GetMapping("/console")
    String page(Principal who, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            model.addAllAttributes(source.model(new OverviewSource.Reader(locale, Sight.of(who))));
            return "console/overview";
        });
    }

    /** @return null once the parts are written, or the view that says what is wrong */
    @GetMapping("/console/figures")
    String parts(Principal who, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            byte[] html = source.html(new OverviewSource.Reader(locale, Sight.of(who)));
            ConsolePages.write(response, html);
            return null;
        });
    }

    @GetMapping("/console/stream")
    void stream(Principal who, Locale locale, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        OverviewSource.Reader reader = new OverviewSource.Reader(locale, Sight.of(who));
        streams.open(source, reader, request, response, logins.of(request));
    }
}
