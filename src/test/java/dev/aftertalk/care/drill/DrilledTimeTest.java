package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class DrilledTimeTest {

    private static final Duration AHEAD = Duration.ofHours(2);

    @TempDir
    Path folder;

    private final Shown clock = new Shown();
    private JdbcClient database;

    @BeforeEach
    void open() {
        database = JdbcClient.create(new DriverManagerDataSource(Schema.sqlite(folder.resolve("a.db"))));
    }

    private void receive(String event) {
        database.sql(
                        """
                        INSERT INTO event (event_id, event_type, created_at, received_at, origin, body)
                        VALUES (?, 't', 0, ?, 'webhook', x'00')""")
                .params(event, clock.shown.toEpochMilli())
                .update();
    }

    /** Goes on only when it is told to. */
    private static final class Shown extends Clock {

        private Instant shown = Instant.parse("2026-11-30T20:20:00Z");
        private Runnable next = () -> {};

        @Override
        public Instant instant() {
            Instant now = shown;
            Runnable meanwhile = next;
            next = () -> {};
            meanwhile.run();
            return now;
        }

        private void pass(Duration time) {
            shown = shown.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** It ends in time, by a thread of its own. */
    @Test
    void countsAllThatWasReceivedWhenTheClockIsSetRightWhileItIsCounted() {
        DrilledTime time = new DrilledTime(clock, database, null);
        clock.pass(AHEAD);
        time.begun();
        clock.pass(Duration.ofSeconds(1));
        receive("e");
        clock.pass(Duration.ofSeconds(1));
        clock.next = () -> time.end(() -> clock.pass(AHEAD.negated()));
        assertThat(time.received()).isEqualTo(1);
        assertThat(time.hasEnded()).isTrue();

        assertThat(time.received()).isEqualTo(1);
    }

    /** Events are written in batches. */
    @Test
    void countsWhatWasReceivedBeforeItsEndAndIsWrittenAfterIt() {
        DrilledTime time = new DrilledTime(clock, database, null);
        time.begun();
        receive("written at once");
        time.end(() -> {});
        assertThat(time.received()).isEqualTo(1);

        receive("written later");
        clock.pass(Duration.ofSeconds(1));
        receive("received after its end");
        assertThat(time.received()).isEqualTo(2);
    }

    @Test
    void keepsHowManyItWereWhateverBecomesOfThem() {
        DrilledTime time = new DrilledTime(clock, database, null);
        time.begun();
        receive("erased");
        time.end(() -> {});
        assertThat(time.received()).isEqualTo(1);

        database.sql("DELETE FROM event").update();
        assertThat(time.received()).isEqualTo(1);
    }
}
