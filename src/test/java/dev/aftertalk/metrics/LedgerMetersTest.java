package dev.aftertalk.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What is counted of a ledger that is stopped, or whose database fails. */
class LedgerMetersTest {

    private static final LedgerSettings SETTINGS =
            new LedgerSettings(Duration.ofSeconds(5), 100, Duration.ofMillis(20), Duration.ofSeconds(30));

    @TempDir
    Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Queue<Run> runs = new ConcurrentLinkedQueue<>();
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.sqlite(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void countsARunThatIsGivenBackAndOneThatIsTakenBack() throws Exception {
        try (Ledger ledger = ledger(database.dataSource())) {
            ledger.accept(event()).get(30, TimeUnit.SECONDS);
            ledger.end(claimed(), new Outcome.GivenBack()).get(30, TimeUnit.SECONDS);
            claimed();
        }
        assertThat(runs("given_back")).isEqualTo(1);
        assertThat(runs("taken_back")).isZero();
        try (Ledger restarted = ledger(database.dataSource())) {
            claimed();
            assertThat(runs("taken_back")).isEqualTo(1);
        }
        assertThat(registry.get("aftertalk.run.end.to.end").timer().count()).isZero();
    }

    @Test
    void countsThatTheDatabaseWasLost() throws Exception {
        AtomicInteger refusals = new AtomicInteger(2);
        DataSource flaky = new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                if (refusals.getAndDecrement() > 0) {
                    throw new SQLException("away");
                }
                return super.getConnection();
            }
        };
        try (Ledger ledger = ledger(flaky)) {
            assertThat(ledger.accept(event()).get(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(registry.get("aftertalk.ledger.failures").counter().count()).isEqualTo(2);
    }

    private Ledger ledger(DataSource dataSource) {
        Ledger ledger = new Ledger(dataSource, "node", SETTINGS, new LedgerMeters(registry));
        ledger.subscribe(Ledger.ROUTER, 1, runs::add).resume();
        return ledger;
    }

    private Run claimed() {
        return await().atMost(Duration.ofSeconds(30)).until(runs::poll, run -> run != null);
    }

    private double runs(String outcome) {
        return registry.get("aftertalk.runs").tag("outcome", outcome).counter().count();
    }

    private static IncomingEvent event() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return new IncomingEvent("event", "visitor.updated", null, null, null, null, "webhook", body);
    }
}
