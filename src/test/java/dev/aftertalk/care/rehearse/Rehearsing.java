package dev.aftertalk.care.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.jira.JiraPeer;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SalesforcePeer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Rehearses edits of the real files of {@code routes/}, with a peer for each system that must hear of it only what is read. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
abstract class Rehearsing {

    static final IadvizePeer IADVIZE;
    static final SmtpPeer SMTP;
    static final SalesforcePeer SALESFORCE = new SalesforcePeer();
    static final JiraPeer JIRA = new JiraPeer();
    static final Path HOME;
    static final String MAIL = "routes/mail/thank-you.ftlh";
    static final String THANK_YOU = "routes/workflows/thank-you-email.camel.yaml";

    static {
        try {
            HOME = Files.createTempDirectory("aftertalk-rehearsal");
            Files.writeString(
                    Files.createDirectories(HOME.resolve("codes")).resolve("codes.csv"), "CODE-1\nCODE-2\nCODE-3");
            IADVIZE = new IadvizePeer();
            SMTP = new SmtpPeer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server itself writes now and then, whatever events come. */
    static final Set<String> OF_THE_SERVER = Set.of(
            "audit_entry",
            "listening",
            "login_session",
            "node",
            "reconciler",
            "shared_key",
            "shared_task",
            "sqlite_sequence",
            "user_account");

    @Autowired
    Rehearser rehearser;

    @Autowired
    RunningRoutes running;

    @Autowired
    JdbcClient database;

    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("aftertalk.data-dir", () -> HOME.resolve("data").toString());
        IADVIZE.settings(settings);
        SMTP.settings(settings);
        settings.add("aftertalk.public-url", () -> "https://aftertalk.shop.test");
        settings.add("workflows.promo-code", () -> "true");
        settings.add("promo.poll", () -> "500ms");
        settings.add("promo.campaigns.thank-you.source", () -> "csv");
        settings.add(
                "promo.campaigns.thank-you.folder", () -> HOME.resolve("codes").toString());
        settings.add("workflows.satisfaction-survey", () -> "true");
        settings.add("salesforce.login-url", SALESFORCE::url);
        settings.add("salesforce.client-id", () -> "app");
        settings.add("salesforce.client-secret", () -> "secret");
        settings.add("jira.url", JIRA::url);
        settings.add("jira.email", () -> "desk@shop.test");
        settings.add("jira.api-token", () -> "token");
        settings.add("jira.project", () -> "CUST");
        // It writes what it has seen some minutes after the start, in the midst of a rehearsal.
        settings.add("reconcile.enabled", () -> "false");
    }

    /** The server reads its promo codes by itself after it has started: no doing of a rehearsal. */
    @BeforeEach
    void awaitCodes() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> database.sql("SELECT count(*) FROM promo_code")
                                .query(Long.class)
                                .single()
                        == 3);
    }

    @BeforeEach
    void forget() {
        IADVIZE.forget();
        SALESFORCE.forget();
        JIRA.forget();
    }

    /** The start's own versions are kept on a thread of their own, and are rows like others. */
    @BeforeEach
    void waitForTheVersionsOfTheStart() {
        await().untilAsserted(() -> assertThat(database.sql("SELECT count(*) FROM route_last_good")
                        .query(Integer.class)
                        .single())
                .isEqualTo(running.files().files().size()));
    }

    static List<PastEvent> events(int visitors) {
        List<PastEvent> events = new ArrayList<>();
        for (int i = 0; i < visitors; i++) {
            events.add(event(SignedWebhook.closedConversation(3_770_000 + i)));
        }
        return events;
    }

    static PastEvent event(String json) {
        try {
            return SampleEvents.of(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    RouteSet edited(String file, String before, String after) {
        Path path = Path.of(file);
        RouteFile known = running.files().file(path).orElseThrow();
        String text = new String(known.bytes(), StandardCharsets.UTF_8);
        assertThat(text).contains(before);
        return running.files()
                .with(new RouteFile(
                        path, known.kind(), text.replace(before, after).getBytes(StandardCharsets.UTF_8)));
    }

    List<Comparison> rehearse(RouteSet candidate, List<PastEvent> events) throws Exception {
        Map<String, Long> before = rows();
        List<Comparison> compared = new ArrayList<>();
        Map<String, String> notMade = new TreeMap<>();
        rehearser.rehearse(running.files(), candidate, events.stream(), new Rehearser.Listener() {
            @Override
            public void begins(Map<String, String> files) {
                notMade.putAll(files);
            }

            @Override
            public void compared(Comparison comparison) {
                compared.add(comparison);
            }
        });
        assertThat(notMade).isEmpty();
        assertThat(rows()).as("rows of the database").isEqualTo(before);
        assertThat(SMTP.received()).isEmpty();
        assertThat(JIRA.asked()).isEmpty();
        assertThat(SALESFORCE.asked()).allMatch(Rehearsing::onlyReads);
        return compared;
    }

    static boolean onlyReads(PeerRequest request) {
        return request.call().startsWith("GET /services/data/")
                || request.call().startsWith("POST /services/oauth2/token");
    }

    /** How many there are in each table. */
    Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        database.sql("SELECT name FROM sqlite_master WHERE type = 'table'").query(String.class).list().stream()
                .filter(table -> !OF_THE_SERVER.contains(table))
                .forEach(table -> rows.put(
                        table,
                        database.sql("SELECT count(*) FROM " + table)
                                .query(Long.class)
                                .single()));
        assertThat(rows).containsKeys("event", "run", "survey", "satisfaction_answer", "promo_holder", "jira_issue");
        return rows;
    }

    static Comparison.OfWorkflow of(Comparison comparison, String workflow) {
        return comparison.workflows().stream()
                .filter(each -> each.workflow().equals(workflow))
                .findFirst()
                .orElseThrow();
    }

    static final String SEND = "        - to:\n            id: thank-you-email-send\n";

    RouteSet withSteps(String steps) {
        return edited(THANK_YOU, SEND, steps.indent(8) + SEND);
    }

    static List<String> edited(Comparison comparison) {
        return of(comparison, "thank-you-email").candidate().lines(false);
    }

    static List<String> worked(Comparison comparison, String workflow) {
        return of(comparison, workflow).running().lines(false);
    }
}
