package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class DrilledTimeTest {

    private static final Duration AHEAD = Duration.ofHours(2);

    @TempDir
    Path folder;

    private final Shown clock = new Shown();

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
        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(Schema.sqlite(folder.resolve("a.db"))));
        DrilledTime time = new DrilledTime(clock, database, null);
        clock.pass(AHEAD);
        time.begun();
        clock.pass(Duration.ofSeconds(1));
        database.sql(
                        """
                        INSERT INTO event (event_id, event_type, created_at, received_at, origin, body)
                        VALUES ('e', 't', 0, ?, 'webhook', x'00')""")
                .param(clock.shown.toEpochMilli())
                .update();
        clock.pass(Duration.ofSeconds(1));
        clock.next = () -> time.end(() -> clock.pass(AHEAD.negated()));
        time.keepReceived();
        assertThat(time.received()).isEqualTo(1);
        assertThat(time.hasEnded()).isTrue();

        time.keepReceived();
        assertThat(time.received()).isEqualTo(1);
    }
}
