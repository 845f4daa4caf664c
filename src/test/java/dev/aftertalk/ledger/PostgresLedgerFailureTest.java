package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostgresLedgerFailureTest extends LedgerFailureContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.postgres();
    }

    @Override
    void breakConnections() {
        database.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name <> '" + TestDatabase.OBSERVER + "'");
    }

    @Test
    void refusesOnlyTheEventWithACharacterPostgresCannotStore() {
        Ledger ledger = ledger();
        List<CompletableFuture<Boolean>> answers = IntStream.range(0, 10)
                .mapToObj(i -> ledger.accept(new IncomingEvent(
                        "e" + i, i == 5 ? "a\u0000b" : "t", null, null, null, null, "webhook", new byte[1])))
                .toList();

        assertThat(answers.get(5)).failsWithin(Duration.ofSeconds(5));
        answers.stream().filter(answer -> answer != answers.get(5)).forEach(answer -> assertThat(Worker.get(answer))
                .isTrue());
        assertThat(database.count("SELECT count(*) FROM run")).isEqualTo(9);
    }

    @Test
    void declaresDeadWhatEndedWithACauseThatCannotBeStored() {
        Ledger ledger = ledger();
        accept(ledger, event("e1"));
        Worker router = new Worker(ledger, Ledger.ROUTER, 1).started();

        assertThat(router.end(router.next(), new Outcome.Skipped("a\u0000b"))).isTrue();

        assertThat(database.run("e1", Ledger.ROUTER)).containsEntry("state", "dead");
    }

    @Test
    void routesEveryEventAlsoWhenTheDriverPacksBatches() {
        try (HikariDataSource packing = new HikariDataSource()) {
            packing.setJdbcUrl(database.url() + "&reWriteBatchedInserts=true");
            Ledger ledger = ledger(packing, "node-a", settings());
            List<CompletableFuture<Boolean>> answers = IntStream.range(0, 500)
                    .mapToObj(i -> ledger.accept(event("e" + i % 400)))
                    .toList();

            assertThat(answers.stream().filter(Worker::get)).hasSize(400);
            assertThat(database.count("SELECT count(*) FROM run")).isEqualTo(400);
            ledger.close();
        }
    }

    @Test
    void leavesItsTimeoutsBehindWhenItGivesItsConnectionBack() throws Exception {
        try (HikariDataSource single = new HikariDataSource()) {
            single.setJdbcUrl(database.url());
            single.setMaximumPoolSize(1);
            Ledger ledger = ledger(single, "node-a", settings());
            accept(ledger, event("e1"));
            ledger.close();

            try (var connection = single.getConnection();
                    var row = connection.createStatement().executeQuery("SHOW statement_timeout")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("0");
            }
        }
    }

    @Test
    void waitsForNoNodeThatFrozeInTheMiddleOfATransaction() throws Exception {
        Ledger ledger = ledger(database.dataSource(), "node-a", settings(Duration.ofSeconds(15), LONG_LEASE));
        accept(ledger, event("e1"));
        try (var other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            try (var statement = other.createStatement()) {
                // The same event, about to be stored by another node that does not go on.
                statement.execute("INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body)"
                        + " VALUES (1, 'e2', 't', 1, 1, 'webhook', '\\x00')");
            }
            CompletableFuture<Boolean> blocked = ledger.accept(event("e2"));
            assertThat(accept(ledger, event("e3"))).isTrue();
            assertThat(blocked).isNotDone();
            other.rollback();
            assertThat(Worker.get(blocked)).isTrue();
        }
    }
}
