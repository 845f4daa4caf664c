package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SequenceTest {

    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final Sequence sequence = new Sequence();

    @Test
    void growsWithinAMillisecondAndWithTime() {
        long before = 0;
        for (int i = 0; i < 20_000; i++) {
            long next = sequence.next(NOW + i / 10_000);
            assertThat(next).isGreaterThan(before);
            before = next;
        }
    }

    @Test
    void growsWhenTheClockGoesBack() {
        long before = sequence.next(NOW);

        assertThat(sequence.next(NOW - 3_600_000)).isGreaterThan(before);
    }

    @Test
    void isAfterWhatAnotherNodeDrewAMillisecondBefore() {
        for (int i = 0; i < 100; i++) {
            assertThat(new Sequence().next(NOW + 1)).isGreaterThan(new Sequence().next(NOW));
        }
    }

    @Test
    void staysPositiveForTheLifeOfTheProductAndWithAClockThatWasNeverSet() {
        assertThat(sequence.next(0)).isPositive();
        assertThat(sequence.next(Instant.parse("2088-12-31T00:00:00Z").toEpochMilli()))
                .isPositive();
    }
}
