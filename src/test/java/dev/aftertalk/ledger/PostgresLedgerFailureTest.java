package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PostgresLedgerFailureTest extends LedgerFailureContract {

    /** A feature is told by its class. */
    private static final class AnotherFeature {

        static final Function<JdbcClient, Integer> WRITE =
                db -> db.sql("INSERT INTO shared_task (name, due_at) VALUES ('t', 1) ON CONFLICT DO NOTHING")
                        .update();
    }

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

        assertThat(answers.get(5)).failsWithin(Duration.ofSeconds(30));
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

    /** Somebody's open transaction that holds what these statements lock, until it is closed. */
    private Connection holding(String... statements) throws SQLException {
        Connection other = database.dataSource().getConnection();
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
        return other;
    }

    private static List<CompletableFuture<Void>> inBackground(int times, Runnable work) {
        return IntStream.range(0, times)
                .mapToObj(i -> CompletableFuture.runAsync(work, task -> new Thread(task).start()))
                .toList();
    }

    @Test
    void letsAllOthersGoOnWhileTheWritesOfTwoFeaturesWaitForLocks() throws Exception {
        Ledger ledger = ledger(database.dataSource(), "node-a", settings(Duration.ofSeconds(2), LONG_LEASE));
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 4).started();
        ledger.write(db -> db.sql("INSERT INTO promo_campaign (campaign, loaded, allocated) VALUES ('', 0, 0)")
                .update());
        List<CompletableFuture<Void>> heldUp = new ArrayList<>();
        try (Connection other =
                holding("UPDATE promo_campaign SET loaded = 1", "LOCK TABLE survey IN ACCESS EXCLUSIVE MODE")) {
            heldUp.addAll(inBackground(
                    8,
                    () -> ledger.write(db -> db.sql("UPDATE promo_campaign SET allocated = allocated + 1")
                            .update())));
            heldUp.addAll(inBackground(
                    8,
                    () -> ledger.write(db -> db.sql("DELETE FROM survey WHERE conversation_id = 'none'")
                            .update())));
            // In one batch with some of them.
            List<CompletableFuture<Void>> others = inBackground(8, () -> ledger.write(AnotherFeature.WRITE));
            others.forEach(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(30)));
            await().until(() -> ledger.heldUp() == 16);

            for (int i = 0; i < 5; i++) {
                assertThat(accept(ledger, event("e" + i))).isTrue();
                Run run = mail.next();
                assertThat(mail.intend(run, "mail")).isTrue();
                mail.done(run);
                ledger.write(AnotherFeature.WRITE); // in time too
            }
            assertThat(ledger.storesEvents()).isTrue();
            assertThat(ledger.longestHeldUp()).isPositive();
            assertThat(heldUp).noneMatch(CompletableFuture::isDone);
            other.rollback();
        }

        heldUp.forEach(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(30)));
        assertThat(database.count("SELECT allocated FROM promo_campaign")).isEqualTo(8);
        await().until(() -> ledger.heldUp() == 0);
        assertThat(ledger.longestHeldUp()).isZero();
    }

    @Test
    void letsAllOthersGoOnWhileTheEndOfARunAndAnIntentWaitForALock() throws Exception {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 3).started();
        accept(ledger, event("e1"));
        accept(ledger, event("e2"));
        Run first = mail.next();
        Run second = mail.next();
        CompletableFuture<Boolean> end;
        CompletableFuture<Boolean> intent;
        try (Connection other = holding("SELECT 1 FROM run WHERE workflow = 'mail' FOR UPDATE")) {
            end = ledger.end(first, new Outcome.Done());
            intent = ledger.intend(second, "mail");
            await().until(() -> ledger.heldUp() == 2);
            accept(ledger, event("e3"));
            mail.done(mail.next());
            assertThat(end).isNotDone();
            assertThat(intent).isNotDone();
            other.rollback();
        }
        assertThat(Worker.get(end)).isTrue();
        assertThat(Worker.get(intent)).isTrue();
        mail.done(second);
        assertThat(mail.subscription.inFlight()).isZero();
    }

    @Test
    void claimsTheRunsOfAllOtherWorkflowsWhileOnesCannotBeClaimed() throws Exception {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW, "ticket");
        accept(ledger, event("e2", "c", 2L));
        awaitState("e2", WORKFLOW, "queued");
        Worker ticket = new Worker(ledger, "ticket", 4).started();
        ticket.done(ticket.next());
        // Another node that stopped in the middle of claiming a run of that conversation.
        try (Connection other = holding("UPDATE run SET state = 'running', node = 'node-b' WHERE workflow = 'mail'")) {
            accept(ledger, event("e1", "c", 1L));
            awaitState("e1", WORKFLOW, "queued");
            Worker mail = new Worker(ledger, WORKFLOW, 4).started();
            ticket.done(ticket.next());
            for (int i = 3; i < 6; i++) {
                accept(ledger, event("e" + i));
                ticket.done(ticket.next());
            }
            other.rollback();
            mail.done(mail.next());
        }
    }

    @Test
    void isNotReadyWhileTheTableOfEventsIsLockedAndWorksOnWithoutIt() throws Exception {
        Ledger ledger = ledger(database.dataSource(), "node-a", settings(Duration.ofSeconds(1), LONG_LEASE));
        router(ledger, WORKFLOW);
        accept(ledger, event("e1"));
        accept(ledger, event("e2"));
        awaitState("e2", WORKFLOW, "queued");
        try (Connection other = holding("LOCK TABLE event IN SHARE MODE")) { // as CREATE INDEX does
            List<CompletableFuture<Boolean>> refused = IntStream.range(0, 20)
                    .mapToObj(i -> ledger.accept(event("late" + i)))
                    .toList();
            Worker mail = new Worker(ledger, WORKFLOW, 1).started();
            mail.done(mail.next());
            mail.done(mail.next());
            refused.forEach(accept -> assertThat(accept).failsWithin(Duration.ofSeconds(30)));
            await().until(() -> !ledger.storesEvents());
            other.rollback();
        }
        // Nobody sends it any: it finds out by itself.
        await().until(ledger::storesEvents);
        assertThat(accept(ledger, event("e3"))).isTrue();
        assertThat(database.count("SELECT count(*) FROM event WHERE event_type = 'try'"))
                .isZero();
    }

    /** As VACUUM FULL does: a look for due runs that finds the table locked is no failure of the database. */
    @Test
    void goesOnWithAllElseWhileTheTableOfRunsIsLocked() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        LedgerObserver observer = new LedgerObserver() {
            @Override
            public void failed() {
                failures.incrementAndGet();
            }
        };
        try (Ledger ledger = new Ledger(database.dataSource(), "node-a", settings(), observer)) {
            Worker mail = new Worker(ledger, WORKFLOW, 1).started();
            router(ledger, WORKFLOW);
            accept(ledger, event("e1"));
            mail.done(mail.next());
            try (Connection other = holding("LOCK TABLE run IN ACCESS EXCLUSIVE MODE")) {
                for (int i = 0; i < 5; i++) {
                    await().until(() -> database.count("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
                    ledger.write(AnotherFeature.WRITE);
                }
                other.rollback();
            }
            accept(ledger, event("e2"));
            mail.done(mail.next());
        }
        assertThat(failures).hasValue(0);
    }

    @Test
    void forgetsAWriteWhoseCallerHasGone() throws Exception {
        Ledger ledger = ledger();
        try (Connection other = holding("LOCK TABLE survey IN ACCESS EXCLUSIVE MODE")) {
            Thread caller = new Thread(() -> assertThatThrownBy(() ->
                            ledger.write(db -> db.sql("DELETE FROM survey").update()))
                    .isInstanceOf(RetryableException.class));
            caller.start();
            await().until(() -> ledger.heldUp() == 1);
            caller.interrupt();
            await().until(() -> ledger.heldUp() == 0);
            other.rollback();
        }
    }

    @Test
    void givesUpAWriteThatBreaksEachConnectionAndLosesNothingElse() {
        Ledger ledger = ledger();
        List<CompletableFuture<Void>> breaking = inBackground(
                1,
                () -> ledger.write(db -> db.sql("SELECT pg_terminate_backend(pg_backend_pid())")
                        .query(Boolean.class)
                        .single()));
        List<CompletableFuture<Boolean>> answers = IntStream.range(0, 50)
                .mapToObj(i -> ledger.accept(event("e" + i)))
                .toList();

        assertThat(answers).allMatch(Worker::get);
        assertThat(breaking.get(0))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(RetryableException.class);
        assertThat(accept(ledger, event("after"))).isTrue();
    }

    @Test
    void keepsAnEndThatIsRefusedAsItIsAndThenMeetsALock() throws Exception {
        Ledger ledger = ledger();
        accept(ledger, event("e1"));
        Worker router = new Worker(ledger, Ledger.ROUTER, 1).started();
        Run run = router.next();
        CompletableFuture<Boolean> end;
        try (Connection other = holding("SELECT 1 FROM run FOR UPDATE")) {
            end = ledger.end(run, new Outcome.Skipped("a\u0000b"));
            await().until(() -> ledger.heldUp() == 1);
            other.rollback();
        }
        assertThat(Worker.get(end)).isTrue();
        assertThat(database.run("e1", Ledger.ROUTER)).containsEntry("state", "dead");
        assertThat(router.subscription.inFlight()).isZero();
    }
}
