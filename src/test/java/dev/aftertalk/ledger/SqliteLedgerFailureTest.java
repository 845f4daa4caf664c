package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.testing.Promised;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SqliteLedgerFailureTest extends LedgerFailureContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.sqlite(folder);
    }

    @Test
    void refusesEventsWithinTheirTimeAndKeepsEndsWhileAnotherProcessHoldsTheFile() throws Exception {
        Ledger ledger = ledger(database.dataSource(), "node-a", settings(Duration.ofSeconds(1), LONG_LEASE));
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        accept(ledger, event("e1"));
        Run run = mail.next();
        CompletableFuture<Boolean> end;
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            end = ledger.end(run, new Outcome.Done());
            AtomicInteger refused = new AtomicInteger();
            Promised.within(
                    Duration.ofSeconds(3), () -> assertThat(ledger.accept(event("refused" + refused.incrementAndGet())))
                            .failsWithin(Duration.ofSeconds(30)));
            assertThat(end).isNotDone();
            statement.execute("ROLLBACK");
        }

        assertThat(Worker.get(end)).isTrue();
        assertThat(accept(ledger, event("e3"))).isTrue();
        assertThat(database.run("e1", WORKFLOW)).containsEntry("state", "done").containsEntry("attempt", 1);
    }

    @Test
    void goesOnWithAllOperationsWhenTheFileWasHeldForLongerThanOneWaits() throws Exception {
        FlakyDataSource patient = new FlakyDataSource(database.dataSource());
        Ledger ledger = ledger(patient, "node-a", settings(Duration.ofSeconds(15), LONG_LEASE));
        accept(ledger, event("e0"));
        CompletableFuture<?>[] answers = new CompletableFuture<?>[100];
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            for (int i = 0; i < answers.length; i++) {
                answers[i] = ledger.accept(event("e" + (i + 1)));
            }
            // The writer has waited for as long as it does and given up. One by one they would each wait again.
            await().until(() -> patient.connections() > 1);
            statement.execute("ROLLBACK");
        }

        assertThat(CompletableFuture.allOf(answers)).succeedsWithin(Duration.ofSeconds(15));
        assertThat(database.count("SELECT count(*) FROM event")).isEqualTo(101);
    }

    @Test
    void leavesTheWriteLockToOthersWhenItGivesItsConnectionBack() throws Exception {
        try (HikariDataSource single = new HikariDataSource()) {
            single.setJdbcUrl(database.url());
            single.setMaximumPoolSize(1);
            Ledger ledger = ledger(single, "node-a", settings());
            accept(ledger, event("e1"));
            ledger.close();

            try (Connection reader = single.getConnection();
                    Statement statement = reader.createStatement()) {
                reader.setAutoCommit(false);
                statement.executeQuery("SELECT count(*) FROM event").close();

                assertThat(accept(ledger(), event("e2"))).isTrue();
            }
        }
    }
}
