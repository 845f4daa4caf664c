package dev.aftertalk.ledger.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ClockSetBackTest {

    private static final long RIGHT = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli();
    private static final long AHEAD = Duration.ofHours(2).toMillis();
    private static final long DELAY = Duration.ofHours(24).toMillis();
    private static final long MINUTE = 60_000;

    @TempDir
    Path folder;

    private JdbcClient database;
    private final Hand machine = new Hand(RIGHT);
    private final Hand steady = new Hand(RIGHT);
    private ClockSetBack task;
    private boolean away;
    private int transactions;

    /** A clock that a test sets. */
    private static final class Hand extends Clock {

        private long millis;

        Hand(long millis) {
            this.millis = millis;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() {
        database = JdbcClient.create(new DriverManagerDataSource(Schema.sqlite(folder.resolve("a.db"))));
        LedgerWrites writes = new LedgerWrites() {
            @Override
            public <T> T write(Function<JdbcClient, T> work) {
                if (away) {
                    throw new QueryTimeoutException("away");
                }
                transactions++;
                return work.apply(database);
            }
        };
        task = new ClockSetBack(writes, machine, steady);
    }

    private void run(int number, String state, long received, long firstDue, long due, Long claimed) {
        database.sql(
                        "INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body) VALUES (?, ?, 't', 0, ?, 'webhook', x'00')")
                .params(number, "e" + number, received)
                .update();
        database.sql(
                        "INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at, first_claimed_at) VALUES (?, 'csat', ?, 0, 1, ?, ?, ?)")
                .params(number, state, due, firstDue, claimed)
                .update();
    }

    private List<Long> of(String column) {
        return database.sql("SELECT " + column + " - " + RIGHT + " FROM run JOIN event ON seq = event_seq ORDER BY seq")
                .query((row, n) -> row.getObject(1) == null ? null : row.getLong(1))
                .list();
    }

    private void clock(long millis) {
        machine.millis = millis;
        task.run();
    }

    @Test
    void makesDueWhatWasReceivedOrBegunWhileTheClockWasAheadAndLeavesDelaysAsTheyAre() {
        clock(RIGHT + AHEAD);
        run(1, "queued", RIGHT + AHEAD, RIGHT + AHEAD, RIGHT + AHEAD, null);
        run(2, "retrying", RIGHT - MINUTE, RIGHT - MINUTE, RIGHT + AHEAD + 30_000, RIGHT + AHEAD);
        run(3, "queued", RIGHT - MINUTE, RIGHT + AHEAD / 2, RIGHT + AHEAD / 2, null); // it was to wait for an hour
        run(4, "done", RIGHT + AHEAD, RIGHT + AHEAD, RIGHT + AHEAD, RIGHT + AHEAD);
        run(5, "retrying", RIGHT - MINUTE, RIGHT - MINUTE, RIGHT + AHEAD / 2, RIGHT - 30_000);
        run(6, "queued", RIGHT + AHEAD, RIGHT + AHEAD + DELAY, RIGHT + AHEAD + DELAY, null);
        run(7_000, "queued", RIGHT + AHEAD, RIGHT + AHEAD, RIGHT + AHEAD, null);

        clock(RIGHT);

        assertThat(of("due_at")).containsExactly(0L, 30_000L, AHEAD / 2, AHEAD, AHEAD / 2, DELAY, 0L);
        assertThat(of("first_due_at")).containsExactly(0L, -MINUTE, AHEAD / 2, AHEAD, -MINUTE, DELAY, 0L);
        assertThat(of("first_claimed_at")).containsExactly(null, 0L, null, AHEAD, -30_000L, null, null);
        assertThat(of("received_at")).containsExactly(0L, -MINUTE, -MINUTE, 0L, -MINUTE, 0L, 0L);
        task.run();
        assertThat(of("due_at")).as("once alone").startsWith(0L, 30_000L);
    }

    @Test
    void leavesAllAsItIsWhenAClockThatWasRightIsSetBackAndRightAgain() {
        run(1, "queued", RIGHT, RIGHT + DELAY, RIGHT + DELAY, null);

        clock(RIGHT - AHEAD);
        clock(RIGHT);
        clock(RIGHT - AHEAD);

        assertThat(of("due_at")).containsExactly(DELAY);
        assertThat(of("received_at")).containsExactly(0L);
    }

    /** Their numbers lie far apart, as they grow with the time. */
    @Test
    void takesMoreThanAPieceInFewTransactions() {
        clock(RIGHT + AHEAD);
        database.sql(
                        """
                        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
                        INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body)
                        SELECT i * 4194304, 'e' || i, 't', 0, ? + i, 'webhook', x'00' FROM n""")
                .param(RIGHT + AHEAD)
                .update();
        database.sql(
                        """
                        INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at)
                        SELECT seq, 'csat', 'queued', 0, 1, received_at, received_at FROM event""")
                .update();
        transactions = 0;

        clock(RIGHT + 20_000);

        assertThat(transactions).isLessThan(10);
        assertThat(database.sql(
                                "SELECT count(*) FROM run JOIN event ON seq = event_seq WHERE due_at = received_at AND received_at BETWEEN ? AND ?")
                        .params(RIGHT, RIGHT + 32_000)
                        .query(Long.class)
                        .single())
                .isEqualTo(12_000);
        transactions = 0;
        task.run();
        assertThat(transactions).as("it is done").isZero();
    }

    @Test
    void leavesAllAsItIsWhenTheClockIsSetBackOnceMoreAfterItWasAhead() {
        clock(RIGHT + AHEAD);
        run(1, "queued", RIGHT + AHEAD, RIGHT + AHEAD, RIGHT + AHEAD, null);
        clock(RIGHT);
        run(2, "queued", RIGHT, RIGHT, RIGHT, null);

        clock(RIGHT - AHEAD);

        assertThat(of("received_at")).containsExactly(0L, 0L);
        assertThat(of("due_at")).containsExactly(0L, 0L);
    }

    @Test
    void mendsNothingOfTheRightTimeWhenTheDatabaseWasAwayUntilTheClockWasSetBackOnceMore() {
        clock(RIGHT + AHEAD);
        run(1, "queued", RIGHT + AHEAD, RIGHT + AHEAD, RIGHT + AHEAD, null);
        away = true;
        clock(RIGHT);
        run(2, "queued", RIGHT, RIGHT, RIGHT, null);
        away = false;

        clock(RIGHT - AHEAD);

        assertThat(of("received_at")).containsExactly(0L, 0L);
    }

    @Test
    void leavesAllAsItIsWhenTheClockGoesForwardOrBackByLittle() {
        clock(RIGHT + AHEAD);
        run(1, "queued", RIGHT + AHEAD, RIGHT + AHEAD + DELAY, RIGHT + AHEAD + DELAY, null);

        clock(RIGHT + AHEAD + Duration.ofHours(1).toMillis());
        clock(RIGHT + AHEAD + Duration.ofHours(1).toMillis() - 30_000);

        assertThat(of("due_at")).containsExactly(AHEAD + DELAY);
    }
}
