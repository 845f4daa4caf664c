package dev.aftertalk.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @Test
    void givesEachTokenATurnAMinute() {
        Turns turns = new Turns(Duration.ofMinutes(1), clock);
        turns.take("one");
        turns.take("other");
        now = now.plusSeconds(50);
        assertThatThrownBy(() -> turns.take("one")).hasMessageContaining("ask again in 10 seconds");
        now = now.plusSeconds(10);
        turns.take("one");
        assertThatThrownBy(() -> turns.take("one")).hasMessageContaining("ask again in 60 seconds");
    }

    @Test
    void doesOneThingAtATime() {
        OneAtATime place = new OneAtATime();
        String done = place.get(() -> {
            assertThatThrownBy(() -> place.get(() -> "another"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("try again");
            return "one";
        });
        assertThat(done).isEqualTo("one");
        assertThatThrownBy(() -> place.get(() -> {
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");
        assertThat(place.<String>get(() -> "next")).isEqualTo("next");
    }
}
