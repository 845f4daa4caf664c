package dev.aftertalk.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The packaged jar with the sandbox in its {@code lib/}; its surveys and tickets go out at once. */
final class Site implements AutoCloseable {

    static final String PASSWORD = "sandbox";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final AftertalkProcess process;
    private final JdbcClient database;
    private final Path routes;
    private String survey;

    private Site(AftertalkProcess process, Path data) {
        this.process = process;
        this.routes = data.resolveSibling(data.getFileName() + ".home").resolve("routes");
        this.database = JdbcClient.create(
                new DriverManagerDataSource("jdbc:sqlite:" + data.resolve("aftertalk.db") + "?busy_timeout=10000"));
    }

    static Site start() throws IOException {
        Path data = Files.createTempDirectory("aftertalk-site").resolve("data");
        AftertalkProcess process = AftertalkProcess.withSandbox(
                        data,
                        "--spring.profiles.active=sandbox",
                        "--sandbox.smtp-port=0",
                        "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                        "--workflows.satisfaction-survey=true",
                        "--workflows.promo-code=true",
                        "--survey.delay=0s",
                        "--satisfaction.settle-time=1s",
                        "--survey.brand=The Bicycle Shop",
                        "--promo.campaigns.autumn.source=csv",
                        "--promo.campaigns.autumn.label=10 %")
                .start();
        return new Site(process, data);
    }

    /** A user of single sign-on whose account has been made anew there; the next login by their name is expected. */
    void madeAnew(String name) {
        long now = System.currentTimeMillis();
        database.sql(
                        """
                        INSERT INTO user_account (name, subject, role, enabled, must_change_password, created_at, link_until)
                        VALUES (?, 'https://id.example.com/realms/shop 1f0c', 'operator', 1, 0, ?, ?)""")
                .params(name, now, now + 3_600_000)
                .update();
        database.sql(
                        """
                        INSERT INTO refused_login (id, issuer, subject, name, role, at) VALUES
                          ('a', 'https://id.example.com/realms/shop', 'https://id.example.com/realms/shop 77ab', ?, 'operator', ?)""")
                .params(name, now)
                .update();
    }

    /** A file of its {@code routes/}. */
    Path routes(String name) {
        return routes.resolve(name);
    }

    String url(String path) {
        return "http://127.0.0.1:" + process.port() + path;
    }

    /** Posts an answer of a visitor as iAdvize does; its value as JSON. */
    void answer(int project, String conversation, String question, String value)
            throws IOException, InterruptedException {
        answer(process.port(), project, conversation, question, value);
    }

    static void answer(int port, int project, String conversation, String question, String value)
            throws IOException, InterruptedException {
        String body =
                """
                {"eventId": "%s", "eventType": "satisfaction.answered", "platform": "ha", "clientId": 1, "projectId": %d,
                 "conversationId": "%s", "createdAt": "%s", "%s": %s}"""
                        .formatted(UUID.randomUUID(), project, conversation, Instant.now(), question, value);
        int status = new SignedWebhook(port).post(body);
        if (status != 202) {
            throw new IllegalStateException("The webhook answered " + status);
        }
    }

    /** The page of a mail in the inbox that asks how a conversation was; closes conversations for it. */
    synchronized String surveyMail() throws IOException, InterruptedException {
        if (survey == null) {
            send("v2.conversation.closed", 24); // one in ten visitors has no address, one in three has answered already
            survey = Awaitility.await("a mail with a survey")
                    .atMost(Duration.ofSeconds(20))
                    .until(this::newestSurvey, found -> found != null);
        }
        return url("/sandbox/inbox/" + survey);
    }

    /** Has a ticket opened for a visitor who was not content and wrote the given comment. */
    void ticket(String comment) throws IOException, InterruptedException {
        String conversation = UUID.randomUUID().toString();
        answer(913, conversation, "satisfactionComment", '"' + comment + '"');
        answer(913, conversation, "customerSatisfaction", "1");
        Awaitility.await("a ticket").atMost(Duration.ofSeconds(20)).until(() -> ask("GET", "/sandbox/jira.json")
                .contains(comment));
    }

    private String newestSurvey() throws IOException, InterruptedException {
        for (JsonNode mail : new ObjectMapper().readTree(ask("GET", "/sandbox/inbox.json"))) {
            if (mail.path("subject").asText().startsWith("How was")) {
                return mail.path("id").asText();
            }
        }
        return null;
    }

    void send(String event, int count) throws IOException, InterruptedException {
        ask("POST", "/sandbox/send?event=" + event + "&count=" + count);
    }

    /** A new user of a role, who has the admin's password. */
    String user(String role) {
        String name = role + UUID.randomUUID().toString().substring(0, 8);
        database.sql(
                        """
                        INSERT INTO user_account (name, password_hash, role, enabled, must_change_password, created_at)
                        SELECT ?, password_hash, ?, 1, 0, created_at FROM user_account WHERE name = 'admin'""")
                .params(name, role)
                .update();
        return name;
    }

    /**
     * Has so many runs of the thank-you mail be dead, for a cause each; its {@code %d} is another number in each. They had sent their mails: a visitor
     * without an address would be skipped again.
     */
    void dead(int count, String cause) throws IOException, InterruptedException {
        long wanted = done() + count;
        while (done() < wanted) {
            long before = ended();
            int missing = (int) (wanted - done());
            send("v2.conversation.closed", missing);
            Awaitility.await("runs that have ended")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> ended() >= before + missing);
        }
        database.sql(
                        """
                        UPDATE run SET state = 'dead', cause = replace(?, '%d', 100000 + event_seq), intent = NULL
                        WHERE workflow = 'thank-you-email' AND event_seq IN (
                          SELECT event_seq FROM run WHERE workflow = 'thank-you-email' AND state = 'done'
                          ORDER BY event_seq DESC LIMIT ?)""")
                .params(cause, count)
                .update();
    }

    private long done() {
        return runs("state = 'done'");
    }

    private long ended() {
        return runs("state IN ('done', 'skipped', 'dead')");
    }

    private long runs(String condition) {
        return database.sql("SELECT count(*) FROM run WHERE workflow = 'thank-you-email' AND " + condition)
                .query(Long.class)
                .single();
    }

    private String ask(String method, String path) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(url(path)))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .header("Accept", "application/json")
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** Logs the browser in with the name and password everybody knows of a sandbox. */
    void logIn(Browser browser) {
        logIn(browser, "admin", PASSWORD);
    }

    void logIn(Browser browser, String name, String password) {
        browser.open(url("/login"));
        browser.type("User name", name);
        browser.type("Password", password);
        browser.run("window.before = true");
        browser.click("Log in");
        browser.waitFor("answer to the login", page -> browser.run("return window.before") == null);
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
