package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.KafkaPeer;
import dev.aftertalk.testing.KafkaRecipe;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The recipe of {@code src/docs/extending/kafka.md}, put to work as the page says, before a real broker. */
class KafkaIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LATER = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private IadvizePeer iadvize;
    private SmtpPeer smtp;
    private KafkaPeer kafka;
    private AftertalkProcess aftertalk;
    private SignedWebhook webhook;

    @BeforeEach
    void startPeers() throws Exception {
        iadvize = new IadvizePeer();
        smtp = new SmtpPeer();
        kafka = new KafkaPeer(folder.resolve("kafka"));
    }

    private void start(String... more) throws Exception {
        Path home = KafkaRecipe.follow(folder.resolve("home"));
        List<String> settings = new ArrayList<>(List.of(AftertalkProcess.settings(iadvize, smtp)));
        settings.add("--camel.component.kafka.brokers=" + kafka.brokers());
        settings.add("--aftertalk.ledger.accept-timeout=500ms");
        settings.add("--logging.level.dev.aftertalk.ledger=DEBUG");
        settings.add("--logging.level.org.apache.camel.processor.errorhandler=DEBUG");
        settings.addAll(List.of(more));
        aftertalk = AftertalkProcess.in(home, data(), settings.toArray(String[]::new));
        CompletableFuture<Void> started = CompletableFuture.runAsync(() -> unchecked(aftertalk::start));
        kafka.create(3, "aftertalk-events", "aftertalk-refused");
        started.join();
        webhook = new SignedWebhook(aftertalk.port());
    }

    @AfterEach
    void stop() throws Exception {
        aftertalk.close();
        kafka.close();
        smtp.stop();
        iadvize.close();
    }

    @Test
    void takesWhatIsAcknowledgedToItsEndOnceWhateverIsAway() throws Exception {
        start();
        refusesAtTheDoorAndSetsAsideWhatIsNoEvent();
        String conversation = UUID.randomUUID().toString();
        List<String> addresses;
        CompletableFuture<HttpResponse<String>> refused;
        try (Connection ignored = lockedDatabase()) {
            for (String type : List.of("test.first", "test.second", "test.third")) {
                assertThat(webhook.post(event(type, conversation))).isEqualTo(202);
            }
            addresses = postTwenty();
            await().atMost(SOON).until(() -> aftertalk.log().contains("LedgerUnavailableException"));
            kafka.freeze();
            String event = SignedWebhook.closedConversation(200);
            refused = CompletableFuture.supplyAsync(() -> unchecked(() -> webhook.answer(event)));
        }
        // The ledger has some now, and Kafka does not answer that it has heard of it.
        await().atMost(SOON).until(() -> aftertalk.log().contains("Requesting the consumer to re-connect"));
        isTheAnswerWithoutKafka(refused.join());
        kafka.thaw();

        arrivedOnce(addresses);
        kafka.forget("aftertalk");
        await().atMost(SOON).until(() -> aftertalk.log().contains("Had already event test.third"));
        assertThat(new LedgerFile(data()).eventTypes(conversation))
                .containsExactly("test.first", "test.second", "test.third");
        assertThat(smtp.recipients()).doesNotHaveDuplicates();
        assertThat(aftertalk.log()).doesNotContain("\tat ");
    }

    /** {@code ./mvnw verify -Dit.test=KafkaIT -Dtest.kafka=long} */
    @Test
    @EnabledIfSystemProperty(named = "test.kafka", matches = "long")
    void actsOnNothingTwiceWhenItDiesBeforeKafkaHearsWhatItHasStored() throws Exception {
        start();
        List<String> addresses;
        smtp.stop(); // so that no mail is under way when the server dies
        try (Connection ignored = lockedDatabase()) {
            addresses = postTwenty();
            await().atMost(SOON).until(() -> aftertalk.log().contains("LedgerUnavailableException"));
            kafka.freeze();
        }
        await().atMost(SOON).until(() -> new LedgerFile(data()).balance().accepted(), accepted -> accepted > 0);
        aftertalk.kill();
        kafka.thaw();
        kafka.forget("aftertalk");
        smtp.start();
        aftertalk.start();

        arrivedOnce(addresses);
        await().atMost(LATER).until(() -> aftertalk.log().contains("Had already event"));
        assertThat(smtp.recipients()).doesNotHaveDuplicates();
    }

    @Test
    @EnabledIfSystemProperty(named = "test.kafka", matches = "long")
    void answersWhilePostgresqlIsDown() throws Exception {
        EmbeddedPostgres.Builder postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setPort(FreePort.next());
        try (EmbeddedPostgres server = postgres.start()) {
            start("--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"));
            String event = SignedWebhook.closedConversation(1);
            assertThat(webhook.post(event)).isEqualTo(202);
            arrivedOnce(List.of("v1@visitors.test"));
        }
        List<String> addresses = postTwenty();
        AtomicInteger visitor = new AtomicInteger(200);
        await("webhooks taken for longer than the ledger waits for its database")
                .during(Duration.ofSeconds(6))
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    addresses.add("v" + visitor.get() + "@visitors.test");
                    return webhook.post(SignedWebhook.closedConversation(visitor.getAndIncrement())) == 202;
                });
        assertThat(aftertalk.status("/actuator/health/readiness")).isEqualTo(200);
        await().atMost(SOON).until(() -> aftertalk.log().contains("LedgerUnavailableException"));
        try (EmbeddedPostgres ignored = postgres.start()) {
            arrivedOnce(addresses);
            assertThat(aftertalk.terminate()).isEqualTo(143);
        }
    }

    /** Events of as many visitors; the addresses that mails go to. */
    private List<String> postTwenty() throws Exception {
        List<String> addresses = new ArrayList<>();
        for (int visitor = 100; visitor < 120; visitor++) {
            assertThat(webhook.post(SignedWebhook.closedConversation(visitor))).isEqualTo(202);
            addresses.add("v" + visitor + "@visitors.test");
        }
        return addresses;
    }

    private void arrivedOnce(List<String> addresses) {
        await().atMost(LATER).until(() -> smtp.recipients().containsAll(addresses));
        assertThat(smtp.recipients()).doesNotHaveDuplicates();
    }

    private void refusesAtTheDoorAndSetsAsideWhatIsNoEvent() throws Exception {
        HttpResponse<String> refused = webhook.answer("{\"eventType\":\"t\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("The field eventId is missing.");
        kafka.send("aftertalk-events", "no event");
        assertThat(kafka.read("aftertalk-refused")).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo("no event");
            assertThat(new String(record.headers().lastHeader("reason").value()))
                    .isEqualTo("The body is not valid JSON.");
        });
        String event = SignedWebhook.closedConversation(1);
        assertThat(webhook.post(event)).isEqualTo(202);
        assertThat(webhook.post(event)).isEqualTo(202);
        await().atMost(SOON)
                .until(() -> aftertalk.log().contains("Had already event v2.conversation.closed " + id(event)));
        await().atMost(SOON).until(() -> smtp.recipients().equals(List.of("v1@visitors.test")));
        for (ConsumerRecord<String, String> record : kafka.read("aftertalk-events")) {
            assertThat(record.headers()).isEmpty();
            assertThat(record.key()).isEqualTo(record.value().equals("no event") ? null : conversation(event));
        }
    }

    private static void isTheAnswerWithoutKafka(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("try again").doesNotContainIgnoringCase("kafka");
    }

    private Connection lockedDatabase() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("aftertalk.db"));
        connection.createStatement().execute("PRAGMA busy_timeout = 10000");
        connection.createStatement().execute("BEGIN IMMEDIATE");
        return connection;
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static String event(String type, String conversation) {
        String event = SignedWebhook.closedConversation(1);
        return event.replace(conversation(event), conversation).replace("v2.conversation.closed", type);
    }

    private static String id(String event) {
        return event.replaceFirst("(?s).*\"eventId\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    private static String conversation(String event) {
        return event.replaceFirst("(?s).*\"conversationId\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    private static <T> T unchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
