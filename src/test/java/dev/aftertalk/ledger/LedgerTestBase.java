package dev.aftertalk.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database, ledgers on it, and short ways to say what the tests of the ledger say often. */
abstract class LedgerTestBase {

    static final String WORKFLOW = "mail";
    static final Duration LONG_LEASE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    TestDatabase database;
    private final List<Ledger> ledgers = new ArrayList<>();

    abstract TestDatabase newDatabase(Path folder);

    @BeforeEach
    void openDatabase() {
        database = newDatabase(folder);
    }

    @AfterEach
    void closeAll() {
        ledgers.forEach(Ledger::close);
        database.close();
    }

    Ledger ledger() {
        return ledger(database.dataSource(), "node-a", settings());
    }

    Ledger ledger(DataSource dataSource, String node, LedgerSettings settings) {
        Ledger ledger = new Ledger(dataSource, node, settings);
        ledgers.add(ledger);
        return ledger;
    }

    static LedgerSettings settings() {
        return settings(Duration.ofSeconds(5), LONG_LEASE);
    }

    static LedgerSettings settings(Duration acceptTimeout, Duration lease) {
        return new LedgerSettings(acceptTimeout, 10_000, Duration.ofMillis(20), lease);
    }

    static IncomingEvent event(String id) {
        return event(id, null, null);
    }

    static IncomingEvent event(String id, String conversation, Long createdAt) {
        byte[] body = "{\"eventId\":\"%s\",\"eventType\":\"v2.conversation.closed\",\"conversationId\":\"%s\"}"
                .formatted(id, conversation)
                .getBytes(UTF_8);
        return new IncomingEvent(id, "v2.conversation.closed", conversation, null, 7L, createdAt, "webhook", body);
    }

    /** Stores the event; true when it is new. */
    static boolean accept(Ledger ledger, IncomingEvent event) {
        return Worker.get(ledger.accept(event));
    }

    /** A router that starts these workflows for every event. */
    static Subscription router(Ledger ledger, String... workflows) {
        Outcome routed = new Outcome.Routed(Arrays.stream(workflows)
                .map(workflow -> new Start(workflow, Duration.ZERO))
                .toList());
        Subscription router = ledger.subscribe(Ledger.ROUTER, 4, run -> ledger.end(run, routed));
        router.resume();
        return router;
    }

    static Outcome retry(Duration delay) {
        return new Outcome.Retry(delay, "busy", false);
    }

    String state(String eventId, String workflow) {
        return (String) database.run(eventId, workflow).get("state");
    }

    void awaitState(String eventId, String workflow, String state) {
        await().untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(state(eventId, workflow))
                .isEqualTo(state));
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(10));
    }
}
