package dev.aftertalk.care.rehearse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import dev.aftertalk.web.ApiAnswers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Rehearses what lies in {@code routes/}, or what is sent, and answers line by line while it goes on. */
@RestController
class RehearsalController {

    private static final Logger LOG = LoggerFactory.getLogger(RehearsalController.class);

    private final Rehearser rehearser;
    private final RunningRoutes running;
    private final RouteCheck check;
    private final RouteFolders folders;
    private final JdbcClient reads;
    private final ObjectMapper json;

    RehearsalController(
            Rehearser rehearser,
            RunningRoutes running,
            RouteCheck check,
            Environment settings,
            JdbcClient reads,
            ObjectMapper json) {
        this.rehearser = rehearser;
        this.running = running;
        this.check = check;
        this.folders = new RouteFolders(settings);
        this.reads = reads;
        this.json = json;
    }

    @PostMapping("/api/rehearsals")
    void rehearse(
            @RequestBody(required = false) Map<String, Object> body,
            HttpServletRequest caller,
            HttpServletResponse response)
            throws IOException {
        RehearsalRequest request;
        Stream<PastEvent> events;
        try {
            request = RehearsalRequest.of(body == null ? Map.of() : body);
            events = request.events(reads);
        } catch (IllegalArgumentException e) {
            throw ApiAnswers.badRequest(e.getMessage());
        }
        if (request.hasFiles() && !caller.isUserInRole("ADMIN")) {
            throw new ResponseStatusException(
                    HttpStatus.FORBIDDEN,
                    "Only an admin who is logged in may send files: what they say can read any setting. Without files,"
                            + " what lies in the server's routes/ is rehearsed.");
        }
        RouteSet now = running.files();
        RouteSet candidate = request.hasFiles() ? request.candidate(now, folders) : folders.read();
        List<Finding> faults =
                check.check(candidate).stream().filter(Finding::isFault).toList();
        if (!faults.isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    faults.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        }
        rehearse(now, candidate, events, request.all(), response);
    }

    private void rehearse(
            RouteSet now, RouteSet candidate, Stream<PastEvent> events, boolean all, HttpServletResponse response)
            throws IOException {
        RehearsalLines lines = new RehearsalLines(now, candidate, all, line -> write(response, line));
        try {
            lines.end(rehearser.rehearse(now, candidate, events, lines));
        } catch (Rehearser.BusyException e) {
            throw ApiAnswers.conflict(e.getMessage());
        } catch (IOException e) {
            LOG.info("A rehearsal ends early: nobody listens any more");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.info("A rehearsal ends early: the server stops");
        } catch (Exception e) {
            LOG.error("A rehearsal could not go on", e);
            if (!response.isCommitted()) {
                throw new ResponseStatusException(
                        HttpStatus.INTERNAL_SERVER_ERROR, "The rehearsal could not go on; the server's log says why.");
            }
            lines.failed("The rehearsal could not go on; the server's log says why.");
        }
    }

    private void write(HttpServletResponse response, Map<String, Object> line) throws IOException {
        if (!response.isCommitted()) {
            response.setContentType("application/x-ndjson");
            response.setHeader("Cache-Control", "no-store");
        }
        OutputStream out = response.getOutputStream();
        try {
            out.write((json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        out.flush();
    }
}
