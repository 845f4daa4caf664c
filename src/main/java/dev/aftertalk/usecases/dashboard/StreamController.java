package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.access.LoginValidity;
import dev.aftertalk.live.Streams;
import dev.aftertalk.usecases.satisfaction.CommentAccess;
import dev.aftertalk.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The stream of server-sent events by which an open dashboard gets its figures. */
@Controller
class StreamController {

    private final Streams streams;
    private final Fragments fragments;
    private final DashboardFigures figures;
    private final CommentAccess comments;
    private final LoginValidity logins;

    StreamController(
            Streams streams,
            Fragments fragments,
            DashboardFigures figures,
            CommentAccess comments,
            LoginValidity logins) {
        this.streams = streams;
        this.fragments = fragments;
        this.figures = figures;
        this.comments = comments;
        this.logins = logins;
    }

    /** @param asked what the page's address asks for; the figures come with the event {@code figures}, as HTML */
    @GetMapping("/dashboard/stream")
    void stream(
            @RequestParam Map<String, String> asked,
            Principal who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        try {
            RenderingKey reading =
                    new RenderingKey(DashboardView.of(asked, figures.today()), locale, comments.allows(who));
            streams.open(fragments, reading, request, response, logins.of(request));
        } catch (BadView e) {
            Problem.send(response, 400, "The address asks for what can't be shown: open /dashboard and choose anew.");
        }
    }
}
