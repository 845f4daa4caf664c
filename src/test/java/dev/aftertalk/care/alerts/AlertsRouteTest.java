package dev.aftertalk.care.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.access.TestTokens;
import dev.aftertalk.deploy.live.CopiedRoutes;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.routes.EventIds;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The real {@code routes/alerts.camel.yaml}, with its examples, in the real application: what breaks is told once, and so is that it is over. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "alerts.to=ops@shop.test,lead@shop.test",
            "alerts.after=1s",
            "alerts.most-per-hour=100",
            "alerts.pagerduty-api-key=R0UT1NG",
            "aftertalk.staff-url=https://aftertalk.example.com",
            "resilience.failures=2",
            "resilience.probe-interval=200ms"
        })
@DirtiesContext
class AlertsRouteTest {

    private static final String MAIL = "thank-you-email";
    private static final String FILE = "workflows/probe.camel.yaml";
    private static final String BEGIN = "Aftertalk: ";
    private static final String OVER = "Aftertalk, over: ";
    private static final AtomicInteger VISITORS = new AtomicInteger(660_000);

    private static final IadvizePeer IADVIZE;
    private static final SmtpPeer SMTP;
    private static final PeerServer HOOKS = new PeerServer(0);
    private static final CopiedRoutes ROUTES;
    private static final Path HOME;

    static {
        try {
            HOME = Files.createTempDirectory("aftertalk-alerts");
            ROUTES = new CopiedRoutes(HOME);
            ROUTES.save("alerts.camel.yaml", withExamples(ROUTES.read("alerts.camel.yaml")));
            IADVIZE = new IadvizePeer();
            SMTP = new SmtpPeer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    private SignedWebhook webhook;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("aftertalk.data-dir", () -> HOME.resolve("data").toString());
        for (String each : ROUTES.settings()) {
            String[] setting = each.substring(2).split("=", 2);
            settings.add(setting[0], () -> setting[1]);
        }
        IADVIZE.settings(settings);
        SMTP.settings(settings);
        for (String way : List.of("slack", "teams", "pagerduty")) {
            settings.add("alerts." + way + "-url", () -> HOOKS.url() + "/" + way);
        }
    }

    /** As somebody leaves the file who uses all that it shows. */
    private static String withExamples(String file) {
        StringBuilder text = new StringBuilder();
        boolean example = false;
        for (String line : file.lines().toList()) {
            example = line.startsWith("# - route:") || example && !line.isEmpty();
            text.append(example ? line.substring(2) : line).append('\n');
        }
        return text.toString();
    }

    @BeforeEach
    void connect() {
        webhook = new SignedWebhook(port);
    }

    @AfterEach
    void answerAsUsual() {
        IADVIZE.answer(null);
    }

    @AfterEach
    void hasToldNothingTwice() throws Exception {
        assertThat(mails("ops", "Aftertalk"))
                .extracting(MimeMessage::getSubject)
                .doesNotHaveDuplicates();
        assertThat(posts("slack", "")).doesNotHaveDuplicates();
    }

    @AfterAll
    static void close() {
        HOOKS.close();
    }

    /** Waits until both were mailed this, and asks that it was told once each way by then. */
    private void awaitTold(String subject) throws Exception {
        await(subject)
                .until(() ->
                        mails("ops", subject).size() + mails("lead", subject).size() == 2
                                && posts("slack", subject).size() == 1
                                && posts("teams", subject).size() == 1
                                && posts("pagerduty", subject).size() == 1);
        assertThat(mails("ops", subject)).hasSize(1);
    }

    private static List<MimeMessage> mails(String to, String subject) throws Exception {
        List<MimeMessage> mails = new ArrayList<>();
        for (MimeMessage mail : SMTP.receivedBy(to + "@shop.test")) {
            if (mail.getSubject().startsWith(subject)) {
                mails.add(mail);
            }
        }
        return mails;
    }

    /** What one of the others was sent about this. */
    private static List<JsonNode> posts(String way, String subject) {
        String about = subject.replace(BEGIN, "").replace(OVER, "");
        return HOOKS.asked().stream()
                .filter(request -> request.call().equals("POST /" + way))
                .map(PeerRequest::json)
                .filter(json -> json.toString().contains(about))
                .toList();
    }

    private String closeConversation() throws Exception {
        String event = SignedWebhook.closedConversation(VISITORS.incrementAndGet());
        assertThat(webhook.post(event)).isEqualTo(202);
        return EventIds.of(event);
    }

    private void skip(String event, String workflow) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/events/" + event + "/runs/" + workflow + "/skip"))
                .header("Authorization", TestTokens.authorization(context))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"reason\": \"seen\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tellsThatRunsDieAndThatTheyNoLongerDo() throws Exception {
        int visitor = VISITORS.get() + 1;
        IADVIZE.answer(exchange -> IadvizePeer.json(
                exchange,
                200,
                "{\"meta\":{\"status\":\"fail\",\"message\":\"Unknown 'visitor' with 'id' " + visitor + ".\"}}"));
        String event = closeConversation();

        String subject = BEGIN + "Runs of thank-you-email die. Dead by now: 1.";
        awaitTold(subject);
        MimeMessage mail = mails("ops", subject).get(0);
        assertThat(mail.getFrom()[0]).hasToString("thanks@shop.test");
        assertThat(mail.getContent().toString())
                .contains("Most frequent cause: ", "Unknown 'visitor'", "Since ")
                .contains("https://aftertalk.example.com/console/dead-letters?workflow=thank-you-email")
                .doesNotContain(String.valueOf(visitor));

        skip(event, MAIL);
        awaitTold(OVER + "Runs of thank-you-email no longer die");
    }

    @Test
    void tellsThatASystemIsDownAndThatItIsBack() throws Exception {
        IADVIZE.answer(exchange -> IadvizePeer.json(exchange, 503, "{}"));
        closeConversation();
        closeConversation();
        closeConversation();

        awaitTold(BEGIN + "iadvize-rest is down");
        IADVIZE.answer(null);
        awaitTold(OVER + "iadvize-rest is called as usual again");
        JsonNode begun = posts("pagerduty", "iadvize-rest is down").get(0);
        JsonNode over =
                posts("pagerduty", "iadvize-rest is called as usual again").get(0);
        assertThat(begun.get("event_action").asText()).isEqualTo("trigger");
        assertThat(begun.get("routing_key").asText()).isEqualTo("R0UT1NG");
        assertThat(over.get("event_action").asText()).isEqualTo("resolve");
        assertThat(over.get("dedup_key")).isEqualTo(begun.get("dedup_key"));
    }

    @Test
    void tellsOfTheMailServerAnotherWayAndByMailOnceItIsBack() throws Exception {
        SMTP.stop();
        closeConversation();
        closeConversation();
        closeConversation();

        await().until(() -> posts("slack", "smtp is down").size() == 1);
        assertThat(mails("ops", BEGIN + "smtp is down")).isEmpty();

        SMTP.start();
        awaitTold(BEGIN + "smtp is down");
        awaitTold(OVER + "smtp is called as usual again");
    }

    @Test
    void tellsThatNoServerTakesTheRunsOfAWorkflow() throws Exception {
        String event = closeConversation();
        await().until(() ->
                new LedgerFile(HOME.resolve("data")).run(event, MAIL).equals("done"));
        LedgerWrites writes = context.getBean(LedgerWrites.class);
        long due = System.currentTimeMillis() - 600_000;
        writes.write(ledger -> ledger.sql(
                        """
                        INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at)
                        SELECT seq, 'gone', 'queued', 'k', 1, 0, ?, ? FROM event WHERE event_id = ?""")
                .params(due, due, event)
                .update());

        awaitTold(BEGIN + "No server takes the runs of gone");
        skip(event, "gone");
        awaitTold(OVER + "The workflow gone is no longer behind");
    }

    @Test
    void tellsThatAnEditIsRefusedAndThatItIsCorrected() throws Exception {
        String right = ROUTES.read(FILE);
        ROUTES.save(FILE, right.replace("steps:", "stepz:"));
        awaitTold(BEGIN + "An edit of " + ROUTES.file(FILE) + " is refused");

        ROUTES.save(FILE, right);
        awaitTold(OVER + ROUTES.file(FILE) + " is no longer refused");
    }

    @Test
    void tellsThatSignaturesAreWrongAndThatTheyAreRightAgain() throws Exception {
        for (int i = 0; i < 5; i++) {
            HttpRequest unsigned = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/iadvize"))
                    .header("Content-Type", "application/json")
                    .header("X-iAdvize-Signature", SignedWebhook.signature("another", "{}"))
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(unsigned, BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
        }
        awaitTold(BEGIN + "Webhooks are refused because their signature is wrong");

        for (int i = 0; i < 60; i++) {
            CopiedRoutes.ask(webhook, "probe", "no");
        }
        awaitTold(OVER + "Webhooks are no longer refused");
    }
}
