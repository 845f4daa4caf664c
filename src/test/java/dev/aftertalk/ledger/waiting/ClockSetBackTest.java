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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ClockSetBackTest {

    private static final long RIGHT = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli();
    private static final long AHEAD = Duration.ofHours(2).toMillis();

    @TempDir
    Path folder;

    private JdbcClient database;
    private final Hand machine = new Hand(RIGHT + AHEAD);
    private final Hand steady = new Hand(RIGHT);
    private ClockSetBack task;

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
                return work.apply(database);
            }
        };
        task = new ClockSetBack(writes, machine, steady);
    }

    private void run(int number, String state, long received, long due, Long claimed) {
        database.sql(
                        "INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body) VALUES (?, ?, 't', 0, ?, 'webhook', x'00')")
                .params(number, "e" + number, received)
                .update();
        database.sql(
                        "INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at, first_claimed_at) VALUES (?, 'csat', ?, 0, 1, ?, ?, ?)")
                .params(number, state, due, due, claimed)
                .update();
    }

    private List<Long> due() {
        return database.sql("SELECT due_at - " + RIGHT + " FROM run ORDER BY event_seq")
                .query(Long.class)
                .list();
    }

    @Test
    void makesDueWhatWasReceivedOrBegunWhileTheClockWasAheadAndLeavesDelaysAsTheyAre() {
        run(1, "queued", RIGHT + AHEAD, RIGHT + AHEAD, null);
        run(2, "retrying", RIGHT - 60_000, RIGHT + AHEAD + 30_000, RIGHT + AHEAD);
        run(3, "queued", RIGHT - 60_000, RIGHT + AHEAD / 2, null); // it was to wait for an hour
        run(4, "done", RIGHT + AHEAD, RIGHT + AHEAD, RIGHT + AHEAD);
        run(5, "retrying", RIGHT - 60_000, RIGHT + AHEAD / 2, RIGHT - 30_000);

        machine.millis = RIGHT;
        task.run();

        assertThat(due()).containsExactly(0L, 30_000L, AHEAD / 2, AHEAD, AHEAD / 2);
        assertThat(database.sql("SELECT first_claimed_at FROM run WHERE event_seq = 2")
                        .query(Long.class)
                        .single())
                .isEqualTo(RIGHT);
        assertThat(database.sql("SELECT received_at FROM event WHERE seq = 1")
                        .query(Long.class)
                        .single())
                .isEqualTo(RIGHT);
        task.run();
        assertThat(due()).as("once alone").startsWith(0L, 30_000L);
    }

    @Test
    void leavesAllAsItIsWhenTheClockGoesForwardOrBackByLittle() {
        run(1, "queued", RIGHT + AHEAD, RIGHT + AHEAD, null);

        machine.millis = RIGHT + AHEAD + Duration.ofHours(1).toMillis();
        task.run();
        machine.millis -= 30_000;
        task.run();

        assertThat(due()).containsExactly(AHEAD);
    }
}
