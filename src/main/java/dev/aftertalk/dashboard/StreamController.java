package dev.aftertalk.dashboard;

import dev.aftertalk.satisfaction.SatisfactionReports;
import dev.aftertalk.security.OpenLogins;
import dev.aftertalk.webhook.Problem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The stream of server-sent events that tells an open dashboard when to fetch its figures again. */
@Controller
class StreamController {

    private static final String RETRY_AFTER = "15";
    private static final byte[] HELLO = "retry: 3000\nevent: beat\ndata: \n\n".getBytes(StandardCharsets.UTF_8);

    private final Streams streams;
    private final SatisfactionReports reports;
    private final OpenLogins logins;

    StreamController(Streams streams, SatisfactionReports reports, OpenLogins logins) {
        this.streams = streams;
        this.reports = reports;
        this.logins = logins;
    }

    /** The page fetches everything when the stream opens, so what it missed in between needs no replay. */
    @GetMapping("/dashboard/stream")
    void stream(Principal who, HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            long version = reports.version();
            if (!streams.add(who.getName(), () -> begin(request, response), logins.of(request), version)) {
                refuse(response, "Too many dashboards are open: close some, or raise dashboard.max-streams.");
            }
        } catch (DataAccessException e) {
            refuse(response, "The figures can't be read now: try again in a few seconds.");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static AsyncContext begin(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // nginx would keep the events to itself
        try {
            response.getOutputStream().write(HELLO);
            response.flushBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        return context;
    }

    private static void refuse(HttpServletResponse response, String detail) throws IOException {
        response.setHeader("Retry-After", RETRY_AFTER);
        Problem.send(response, 503, detail);
    }
}
