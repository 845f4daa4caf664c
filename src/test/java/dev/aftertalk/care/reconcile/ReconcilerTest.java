package dev.aftertalk.care.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.commands.EraseCommand;
import dev.aftertalk.ledger.EventParser;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.testing.IadvizeHistoryPeer;
import dev.aftertalk.testing.IadvizeHistoryPeer.Answer;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What is asked for, in the real application with the real routes, of an iAdvize that speaks GraphQL. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "aftertalk.web.max-arriving=10",
            "reconcile.heartbeat=200ms",
            "reconcile.every=1s",
            "reconcile.settle=0s",
            "reconcile.calls-per-second=50",
            "reconcile.types=v2.conversation.closed,satisfaction.answered",
            "retention.events=0"
        })
class ReconcilerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant FROM = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-20T10:10:00Z");
    private static final IadvizeHistoryPeer IADVIZE;
    private static final IadvizePeer REST;
    private static final SmtpPeer SMTP;

    static {
        try {
            IADVIZE = new IadvizeHistoryPeer();
            REST = new IadvizePeer();
            SMTP = new SmtpPeer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient database;

    @Autowired
    Ledger ledgerOfTheServer;

    @Autowired
    MeterRegistry meters;

    @Autowired
    Environment environment;

    @Autowired
    ObjectProvider<CamelContext> camel;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) throws IOException {
        Path data = Files.createTempDirectory("aftertalk-reconcile");
        settings.add("aftertalk.data-dir", data::toString);
        REST.settings(settings);
        SMTP.settings(settings);
        for (String setting : IADVIZE.settings()) {
            String[] parts = setting.substring(2).split("=", 2);
            settings.add(parts[0], () -> parts[1]);
        }
    }

    @AfterEach
    void forget() {
        IADVIZE.empty();
    }

    @Test
    void startsWhatTheLedgerLacksAndOnlyOnce() throws Exception {
        String had = post(FROM.plusSeconds(10));
        IADVIZE.closed(had, FROM.plusSeconds(10));
        String missed = IADVIZE.closed(FROM.plusSeconds(20));
        IADVIZE.closed(FROM.minusSeconds(20));
        IADVIZE.closed(TO.plusSeconds(20));

        assertThat(reconciled().counts()).hasToString("2 found, 1 already had, 1 started, 0 missing of 2");
        assertThat(reconciled().counts()).hasToString("2 found, 2 already had, 0 started, 0 missing of 2");
        assertThat(ledger().eventTypes(had)).containsExactly("v2.conversation.closed");
        assertThat(ledger().eventTypes(missed)).containsExactly("v2.conversation.closed");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ledger().run("reconciled-v2.conversation.closed-" + missed, "live-conversations")
                        .equals("done"));
    }

    /** Nothing is refused that anybody counts, and no event is answered. */
    @Test
    void asksForWhatHappenedWhileItsOwnDoorDidNotAnswer() throws Exception {
        List<Socket> slow = new ArrayList<>();
        String missed;
        try {
            for (int n = 0; n < 10; n++) {
                Socket socket = new Socket("127.0.0.1", port);
                slow.add(socket);
                socket.getOutputStream()
                        .write("POST /webhooks/iadvize HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{"
                                .getBytes(StandardCharsets.UTF_8));
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> meters.get("aftertalk.webhook.answers").gauge().value() == 0);
            missed = IADVIZE.closed(Instant.now());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ledger().eventTypes(missed).equals(List.of("v2.conversation.closed")));
        assertThat(meters.get("aftertalk.webhook.answers").gauge().value()).isEqualTo(1);
    }

    @Test
    void rebuildsTheEventThatIadvizeWouldHaveSent() throws Exception {
        String id = IADVIZE.closed(FROM.plusSeconds(20));
        reconciled();

        JsonNode event = body("reconciled-v2.conversation.closed-" + id);
        JsonNode sample = JSON.readTree(SignedWebhook.sample("v2.conversation.closed"));
        sample.fieldNames().forEachRemaining(field -> assertThat(field.equals("clientId") != event.has(field))
                .as(field)
                .isTrue());
        assertThat(event.path("createdAt").asText()).isEqualTo("2026-11-20T10:00:20.000Z");
        assertThat(event.path("operatorIds").toString()).isEqualTo("[30,31]");
        assertThat(event.path("visitorExternalId").asText()).isEqualTo("4711");
        assertThat(database.sql("SELECT origin FROM event WHERE event_id = ?")
                        .param("reconciled-v2.conversation.closed-" + id)
                        .query(String.class)
                        .single())
                .isEqualTo("reconciled");
    }

    @Test
    void startsAnswersByQuestionAndTheOneThatWasChanged() throws Exception {
        Instant closed = FROM.plusSeconds(30);
        String changed = UUID.randomUUID().toString();
        String same = UUID.randomUUID().toString();
        postAnswer(changed, "2026-11-20T10:05:00Z", 2);
        postAnswer(same, "2026-11-20T10:05:00Z", 4);
        IADVIZE.answered(changed, closed, 5, 9, "Très bien <b>${x}</b>");
        IADVIZE.answered(same, closed, 4, null, null);

        assertThat(reconciled().counts()).hasToString("4 found, 1 already had, 3 started, 0 missing of 4");
        assertThat(reconciled().counts()).hasToString("4 found, 4 already had, 0 started, 0 missing of 4");
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> database.sql(
                                        "SELECT score FROM satisfaction_answer WHERE conversation_id = ? ORDER BY question")
                                .param(changed)
                                .query(Integer.class)
                                .list(),
                        scores -> scores.equals(List.of(5, 9, 1)));
        assertThat(database.sql(
                                "SELECT comment FROM satisfaction_answer WHERE conversation_id = ? AND comment IS NOT NULL")
                        .param(changed)
                        .query(String.class)
                        .single())
                .isEqualTo("Très bien <b>${x}</b>");
    }

    /** The visitor answered iAdvize's survey, and the one in the mail of this server as well. */
    @Test
    void takesNoAnswerOnItsOwnPageForOneThatIadvizeHas() throws Exception {
        Instant closed = FROM.plusSeconds(30);
        String both = UUID.randomUUID().toString();
        String missed = UUID.randomUUID().toString();
        String before = UUID.randomUUID().toString();
        postAnswer(both, "2026-11-20T10:05:00Z", 4);
        ownAnswer(both, "2026-11-20T10:06:00Z", 2);
        ownAnswer(missed, "2026-11-20T10:05:00Z", 4);
        ownAnswer(before, "2026-11-20T10:30:00Z", 2);
        for (String conversation : List.of(both, missed, before)) {
            IADVIZE.answered(conversation, closed, 4, null, null);
        }

        assertThat(reconciled().counts()).hasToString("3 found, 1 already had, 2 started, 0 missing of 3");
        assertThat(reconciled().counts()).hasToString("3 found, 3 already had, 0 started, 0 missing of 3");
        assertThat(body("reconciled-satisfaction.answered-" + missed + "-customerSatisfaction-2026-11-20T10:05:00.001Z")
                        .path("customerSatisfaction")
                        .asInt())
                .as("given while nobody listened, so after what was known")
                .isEqualTo(4);
        assertThat(body("reconciled-satisfaction.answered-" + before + "-customerSatisfaction-2026-11-20T10:00:30.000Z")
                        .path("customerSatisfaction")
                        .asInt())
                .as("given before the answer on the page")
                .isEqualTo(4);
    }

    @Test
    void startsAClosingThatIadvizeHasWhateverElseIsKnownOfTheConversation() {
        String id = IADVIZE.closed(FROM.plusSeconds(20));
        String own = "{\"eventId\":\"own-%s\",\"eventType\":\"v2.conversation.closed\",\"conversationId\":\"%1$s\"}";
        ledgerOfTheServer
                .accept(EventParser.parse(own.formatted(id).getBytes(StandardCharsets.UTF_8), "import"))
                .join();
        assertThat(reconciled().counts()).hasToString("1 found, 0 already had, 1 started, 0 missing of 1");
    }

    private void ownAnswer(String conversation, String at, int score) {
        String event =
                "{\"eventId\":\"%s\",\"eventType\":\"satisfaction.answered\",\"conversationId\":\"%s\",\"createdAt\":\"%s\",\"customerSatisfaction\":%d}"
                        .formatted(UUID.randomUUID(), conversation, at, score);
        ledgerOfTheServer
                .accept(EventParser.parse(event.getBytes(StandardCharsets.UTF_8), "survey"))
                .join();
    }

    @Test
    void goesThroughAllPages() {
        for (int i = 0; i < 250; i++) {
            IADVIZE.closed(FROM.plusSeconds(i));
        }
        Reconciliation report = reconciled();
        assertThat(report.counts()).hasToString("250 found, 0 already had, 250 started, 0 missing of 250");
        assertThat(report.counts().pages()).isEqualTo(4);
        assertThat(IADVIZE.lists()).hasSize(4).allMatch(query -> query.contains("first: 100"));
    }

    @Test
    void goesOnWhereItWasAfterA429AndWaitsAsLongAsItSays() {
        for (int i = 0; i < 150; i++) {
            IADVIZE.closed(FROM.plusSeconds(i));
        }
        IADVIZE.answerNext(
                page("{\"node\":" + node(UUID.randomUUID().toString(), FROM.plusSeconds(1)) + "}", "after 100"));
        IADVIZE.answerNext(new Answer(429, "{}", "Retry-After", "2"));
        Instant begun = Instant.now();
        long id = ask();

        Reconciliation failed = await().atMost(Duration.ofSeconds(20)).until(() -> row(id), row -> row.attempts() == 1);
        assertThat(failed.error()).contains("429");
        Reconciliation report = done(id);
        assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
        assertThat(report.counts()).hasToString("51 found, 0 already had, 51 started, 0 missing of 51");
        assertThat(report.error()).isNull();
    }

    @Test
    void saysWhatAnHtmlPageOrAnErrorInTheMiddleIsAndTriesAgain() {
        IADVIZE.closed(FROM.plusSeconds(1));
        IADVIZE.answerNext(new Answer(200, "<html>Maintenance</html>"));
        IADVIZE.answerNext(new Answer(200, "{\"data\":null,\"errors\":[{\"message\":\"Not for you\"}]}"));
        long id = ask();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> row(id), row -> String.valueOf(row.error()).contains("other than JSON"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> row(id), row -> String.valueOf(row.error()).contains("Not for you"));
        assertThat(done(id).counts()).hasToString("1 found, 0 already had, 1 started, 0 missing of 1");
    }

    @Test
    void usesAListWhoseErrorsAreAboutPartsOfItsEntries() {
        String whole = "{\"node\":" + node(UUID.randomUUID().toString(), FROM.plusSeconds(1)) + "}";
        String error =
                ",\"errors\":[{\"message\":\"Access denied\",\"path\":[\"closedConversations\",\"edges\",%d,\"node\",\"visitor\"]}]}";
        IADVIZE.answerNext(withErrors(page(whole + ",{\"node\":null}", null), error.formatted(1)));
        long id = ask();

        assertThat(done(id).counts()).hasToString("2 found, 0 already had, 1 started, 1 missing of 2");
    }

    @Test
    void asksAgainForEntriesThatIAdvizeFailedToGive() {
        String whole = "{\"node\":" + node(UUID.randomUUID().toString(), FROM.plusSeconds(1)) + "}";
        IADVIZE.closed(FROM.plusSeconds(2));
        IADVIZE.answerNext(
                withErrors(
                        page(whole + ",{\"node\":null}", null),
                        ",\"errors\":[{\"message\":\"Internal server error\",\"path\":[\"closedConversations\",\"edges\",1,\"node\",\"id\"]}]}"));
        long id = ask();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> row(id), row -> String.valueOf(row.error()).contains("Internal server error"));
        assertThat(done(id).counts()).hasToString("1 found, 0 already had, 1 started, 0 missing of 1");
    }

    private static Answer withErrors(Answer answer, String errors) {
        return new Answer(answer.status(), answer.body().replaceFirst("}\\s*$", errors));
    }

    @Test
    void endsAListThatRepeatsItselfForEver() {
        IADVIZE.answerNext(page("", "same"));
        IADVIZE.answerNext(page("", "same"));
        long id = ask();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> row(id), row -> String.valueOf(row.error()).contains("has no end"));
    }

    @Test
    void endsAListOfEmptyPagesForEver() {
        for (int i = 0; i < 30; i++) {
            IADVIZE.answerNext(page("", "c" + i));
        }
        long id = ask();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> row(id), row -> String.valueOf(row.error()).contains("has no end"));
        assertThat(IADVIZE.lists().size()).isLessThan(30);
    }

    @Test
    void countsARepeatedEntryOnceAndWhatItCanNotReadAsMissing() {
        String id = UUID.randomUUID().toString();
        String good = "{\"node\":" + node(id, FROM.plusSeconds(1)) + "}";
        String hostile = "{\"node\":" + node("../' OR 1=1", FROM.plusSeconds(1)) + "}";
        long asked = ask();
        IADVIZE.answerNext(page(good + "," + good + "," + hostile + ",{\"node\":null}", null));

        assertThat(done(asked).counts()).hasToString("3 found, 0 already had, 1 started, 2 missing of 3");
    }

    @Test
    void leavesAnErasedConversationAloneAndCountsIt() throws Exception {
        String erased = post(FROM.plusSeconds(10));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.sql("SELECT count(*) FROM run WHERE state IN ('queued', 'running', 'retrying')")
                        .query(Long.class)
                        .single()
                        .equals(0L));
        assertThat(EraseCommand.run(
                        "--conversation-id=" + erased,
                        "--spring.datasource.url=" + environment.getProperty("spring.datasource.url")))
                .isZero();
        IADVIZE.closed(erased, FROM.plusSeconds(10));
        IADVIZE.answered(erased, FROM.plusSeconds(10), 2, null, "I was erased");
        IADVIZE.closed(FROM.plusSeconds(20));

        Reconciliation report = reconciled();

        assertThat(report.counts()).hasToString("4 found, 0 already had, 1 started, 3 erased, 0 missing of 4");
        assertThat(report.types()).containsExactly("v2.conversation.closed", "satisfaction.answered");
        assertThat(ledger().eventTypes(erased)).isEmpty();
    }

    @Test
    void asLongAsNoWebhookHasComeItGoesByTheRoutersBranches() {
        ReconcileSettings automatic = new ReconcileSettings(
                true,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofHours(1),
                1,
                Duration.ZERO,
                Duration.ofDays(1),
                Duration.ofSeconds(1),
                List.of(),
                List.of());
        long beforeAnyWebhook = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();
        assertThat(new ReconciledTypes(database, automatic, camel).from(beforeAnyWebhook))
                .containsExactly("v2.conversation.closed", "satisfaction.answered");
    }

    private static Answer page(String edges, String cursor) {
        return new Answer(
                200,
                "{\"data\":{\"closedConversations\":{\"edges\":[" + edges + "],\"pageInfo\":{\"hasNextPage\":"
                        + (cursor != null) + ",\"endCursor\":\"" + cursor + "\"}}}}");
    }

    private static String node(String id, Instant closed) {
        return "{\"id\":\"" + id + "\",\"closedAt\":\"" + closed + "\",\"channel\":\"CHAT\"}";
    }

    private long ask() {
        return ReconciliationStore.ask(
                database, new TimeRange(FROM.toEpochMilli(), TO.toEpochMilli()), System.currentTimeMillis());
    }

    private Reconciliation reconciled() {
        return done(ask());
    }

    private Reconciliation done(long id) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> row(id), row -> row.state().equals("done"));
    }

    private Reconciliation row(long id) {
        return ReconciliationStore.find(database, id).orElseThrow();
    }

    private JsonNode body(String eventId) throws IOException {
        return JSON.readTree(database.sql("SELECT body FROM event WHERE event_id = ?")
                .param(eventId)
                .query((row, n) -> row.getBytes(1))
                .single());
    }

    private LedgerFile ledger() {
        return new LedgerFile(Path.of(environment.getRequiredProperty("aftertalk.data-dir")));
    }

    /** A closed conversation that comes as it should. */
    private String post(Instant closed) throws Exception {
        String event = SignedWebhook.closedConversation(1).replace("2019-04-12T07:58:35.171Z", closed.toString());
        assertThat(new SignedWebhook(port).post(event)).isEqualTo(202);
        return JSON.readTree(event).path("conversationId").asText();
    }

    private void postAnswer(String conversation, String at, int score) throws Exception {
        String event = SignedWebhook.sample("satisfaction.answered.customerSatisfaction")
                .replace("2017-04-22T11:01:00+02:00", at)
                .replace(
                        "d36cd3c4-2d16-4a77-97c2-620bde859b29",
                        UUID.randomUUID().toString())
                .replace("2d90a8a2-16df-45f5-897e-31adf9aa165d", conversation)
                .replaceFirst("\"customerSatisfaction\": *\\d", "\"customerSatisfaction\": " + score);
        assertThat(new SignedWebhook(port).post(event)).isEqualTo(202);
    }
}
