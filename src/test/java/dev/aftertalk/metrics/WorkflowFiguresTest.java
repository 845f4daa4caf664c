package dev.aftertalk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class WorkflowFiguresTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final LedgerSettings SETTINGS =
            new LedgerSettings(Duration.ofSeconds(5), 100, Duration.ofMillis(20), Duration.ofSeconds(30));

    private final AtomicBoolean away = new AtomicBoolean();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void addsUpWhatAllServersHaveCounted(String which) {
        try (TestDatabase database = which.equals("sqlite") ? TestDatabase.sqlite(folder) : TestDatabase.postgres();
                Ledger ledger = new Ledger(database.dataSource(), "node", SETTINGS)) {
            JdbcClient reads = JdbcClient.create(database.dataSource());
            LedgerMeters one = new LedgerMeters(new SimpleMeterRegistry());
            LedgerMeters other = new LedgerMeters(new SimpleMeterRegistry());
            WorkflowFigures ofOne = new WorkflowFigures(one, reads, awayNowAndThen(ledger));
            WorkflowFigures ofOther = new WorkflowFigures(other, reads, ledger);

            end(one, new Outcome.Done(), 100);
            end(one, new Outcome.Retry(Duration.ZERO, "later", false), 50);
            ofOne.keep(100 * HOUR);
            end(one, new Outcome.Dead("no"), 300);
            away.set(true);
            ofOne.keep(100 * HOUR + 1);
            away.set(false);
            end(other, new Outcome.Skipped("nothing to do"), 200);
            ofOther.keep(100 * HOUR + 60_000);
            ofOne.keep(101 * HOUR);
            ofOne.keep(101 * HOUR);

            WorkflowCounts all = ofOne.since(100 * HOUR).get("mail");
            assertThat(all).isEqualTo(new WorkflowCounts(1, 1, 0, 1, 1, 3, 600));
            assertThat(all.success()).isEqualTo(2 / 3.0);
            assertThat(all.meanMillis()).isEqualTo(200);
            assertThat(ofOther.since(101 * HOUR).get("mail")).isEqualTo(new WorkflowCounts(0, 0, 0, 1, 0, 1, 300));

            end(other, new Outcome.Done(), 1);
            ofOther.keep(100 * HOUR + Duration.ofDays(31).toMillis() + HOUR / 2);
            assertThat(database.count("SELECT count(*) FROM workflow_figures")).isEqualTo(2);
        }
    }

    private LedgerWrites awayNowAndThen(LedgerWrites ledger) {
        return new LedgerWrites() {
            @Override
            public <T> T write(Function<JdbcClient, T> work) {
                if (away.get()) {
                    throw new RetryableException("away", null);
                }
                return ledger.write(work);
            }
        };
    }

    private static void end(LedgerMeters meters, Outcome outcome, long after) {
        meters.ended(new Run(1, "mail", 1, 0, 0, 1_000, null, "e1", "t", new byte[0]), outcome, 1_000 + after);
    }
}
