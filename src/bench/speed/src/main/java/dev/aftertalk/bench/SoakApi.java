package dev.aftertalk.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What a server tells of itself to a program with a token. */
final class SoakApi {

    private static final String TOKEN = "at_for-the-soak-of-the-benchmark";
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final String WORKFLOW = "thank-you-email";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST)
            .build();
    private final String base;

    SoakApi(int port) {
        base = "http://127.0.0.1:" + port;
    }

    /** @return SQL for SQLite and PostgreSQL that makes the token, as if somebody had made it at /admin/tokens */
    static String token() {
        return "INSERT INTO api_token (id, name, hash, scopes, created_by, created_at) VALUES ('soak', 'soak', '%s', 'read metrics', 'benchmark', %d)"
                .formatted(LedgerFill.sha256(TOKEN), System.currentTimeMillis());
    }

    /** @return all meters with their values, as Prometheus scrapes them */
    Meters meters() throws IOException, InterruptedException {
        return new Meters(get("/actuator/prometheus"));
    }

    /** @return whether no run is on the way: as of ten seconds ago at most; false where it doesn't say */
    boolean hasNothingToDo() throws InterruptedException {
        try {
            return meters().sum("aftertalk_backlog_runs") == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A file of routes/ as it runs.
     *
     * @param version the SHA-256 of its text
     * @param about why it is refused, as JSON
     */
    record RouteFile(String version, String state, String about) {}

    /** @param end of its path */
    Optional<RouteFile> routeFile(String end) throws IOException, InterruptedException {
        JsonNode files = Results.JSON.readTree(get("/api/routes")).path("files");
        return StreamSupport.stream(files.spliterator(), false)
                .filter(file -> file.path("path").asText().endsWith(end))
                .map(file -> new RouteFile(
                        file.path("version").asText(),
                        file.path("state").asText(),
                        file.path("findings").toString()))
                .findFirst();
    }

    /**
     * How the run stands that is to send a mail.
     *
     * @param cause empty where there is none
     */
    record MailRun(String state, String cause) {

        /** @return whether the server was killed before it knew that the mail was sent, and has sent it once more and said so */
        boolean isSentOnceMore() {
            return state.equals("done") && cause.startsWith("Done again: ");
        }

        @Override
        public String toString() {
            return cause.isEmpty() ? state : state + ": " + cause;
        }
    }

    /** @return what the ledger says; where the server doesn't tell, why */
    MailRun mailRun(long visitor) throws InterruptedException {
        try {
            return mailRunOf(visitor);
        } catch (IOException e) {
            return new MailRun("not known", e.toString());
        }
    }

    private MailRun mailRunOf(long visitor) throws IOException, InterruptedException {
        JsonNode events = Results.JSON
                .readTree(get("/api/events?event=" + Events.eventId(visitor)))
                .path("events");
        if (events.isEmpty()) {
            return new MailRun("not in the ledger", "");
        }
        return StreamSupport.stream(events.path(0).path("runs").spliterator(), false)
                .filter(run -> run.path("workflow").asText().equals(WORKFLOW))
                .map(run -> new MailRun(
                        run.path("state").asText(), run.path("cause").asText()))
                .findFirst()
                .orElse(new MailRun("not started", ""));
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(LONGEST)
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
