package dev.aftertalk.care.pause;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.access.TestAudit;
import dev.aftertalk.care.pause.Pause.Kind;
import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.TestDatabase;
import dev.aftertalk.ledger.WaitingException;
import dev.aftertalk.metrics.StoredFigures.Figure;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is paused holds on every node and after a restart. */
class PausesTest {

    private static final LedgerSettings SETTINGS =
            new LedgerSettings(Duration.ofSeconds(5), 100, Duration.ofMillis(20), Duration.ofSeconds(30));

    private static final ResilienceSettings USUAL = new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("resilience", ResilienceSettings.class);

    @TempDir
    Path folder;

    private TestDatabase database;
    private final Queue<Run> taken = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        database.close();
    }

    /** A node, as long as it is open. */
    private final class Node implements AutoCloseable {

        final Ledger ledger;
        final Guards guards;
        final Pauses pauses;

        Node(String name) {
            ledger = new Ledger(database.dataSource(), name, SETTINGS);
            guards = new Guards(USUAL, new SimpleMeterRegistry());
            JdbcClient reads = JdbcClient.create(database.dataSource());
            pauses = new Pauses(new PauseStore(reads, ledger, TestAudit.on(reads, ledger)), ledger, guards);
        }

        void work() {
            ledger.subscribe(Ledger.ROUTER, 1, run -> {
                        taken.add(run);
                        ledger.end(run, new Outcome.Done());
                    })
                    .resume();
        }

        boolean calls(String system) {
            try (Guard.Call call = guards.of(system, "Jira").enter()) {
                return call != null;
            } catch (WaitingException e) {
                assertThat(e).hasMessageContaining("Jira is paused by people here");
                return false;
            }
        }

        @Override
        public void close() {
            ledger.close();
        }
    }

    private void open(String vendor) {
        database = vendor.equals("sqlite") ? TestDatabase.sqlite(folder) : TestDatabase.postgres();
    }

    private static void accept(Ledger ledger, String id) {
        assertThat(ledger.accept(new IncomingEvent(id, "closed", "c", "v", 7L, null, "webhook", "{}".getBytes(UTF_8))))
                .succeedsWithin(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void holdsAfterARestartAndFromBeforeTheFirstRun(String vendor) {
        open(vendor);
        try (Node node = new Node("a")) {
            assertThat(node.pauses.pause(Kind.WORKFLOW, Ledger.ROUTER, "ann", ""))
                    .isTrue();
            assertThat(node.pauses.pause(Kind.WORKFLOW, Ledger.ROUTER, "bob", ""))
                    .isFalse();
            node.work();
            accept(node.ledger, "e1");
        }
        try (Node node = new Node("a")) {
            assertThat(node.pauses.find(Kind.WORKFLOW, Ledger.ROUTER)).get().returns("ann", Pause::by);
            node.work();
            accept(node.ledger, "e2");
            assertThat(node.ledger.activeWorkflows()).isEmpty();
            assertThat(taken).isEmpty();

            assertThat(node.pauses.resume(Kind.WORKFLOW, Ledger.ROUTER, "bob")).isTrue();
            assertThat(node.pauses.resume(Kind.WORKFLOW, Ledger.ROUTER, "bob")).isFalse();
            await().until(() -> taken.size() == 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void reachesTheOtherNodes(String vendor) {
        open(vendor);
        try (Node one = new Node("a");
                Node other = new Node("b")) {
            one.pauses.pause(Kind.SYSTEM, "jira", "ann", "they move");
            assertThat(one.calls("jira")).isFalse();
            assertThat(other.calls("jira")).isTrue();
            other.pauses.run();
            assertThat(other.calls("jira")).isFalse();
            assertThat(other.pauses.find(Kind.SYSTEM, "jira")).get().returns("they move", Pause::reason);
            assertThat(other.pauses.read())
                    .filteredOn(figure -> figure.name().equals("aftertalk.connector.paused") && figure.value() == 1)
                    .singleElement()
                    .returns(Tags.of("connector", "jira"), Figure::tags);

            other.pauses.resume(Kind.SYSTEM, "jira", "bob");
            assertThat(other.calls("jira")).isTrue();
            one.pauses.run();
            assertThat(one.calls("jira")).isTrue();
        }
    }
}
