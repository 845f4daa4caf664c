package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.bench.Load.Acknowledged;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MailAccountTest {

    private final MailAccount account = new MailAccount(100);

    @Test
    void awaitsAMailForEachEventThatWasAcknowledged() {
        acknowledge(10, 100, 101, 102);
        account.arrived(Map.of(101L, 1));
        assertThat(account.awaited()).containsExactly(100L, 102L);
        assertThat(account.acknowledged()).isEqualTo(3);
        assertThat(account.tooMany()).isEmpty();
    }

    @Test
    void awaitsNoneWhereTheMailWasThereBeforeTheAnswer() {
        account.arrived(Map.of(100L, 1));
        acknowledge(10, 100);
        assertThat(account.awaited()).isEmpty();
        assertThat(account.tooMany()).isEmpty();
    }

    @Test
    void countsMailsBeyondTheFirstAtOnceOrLater() {
        acknowledge(10, 100, 101);
        account.arrived(Map.of(100L, 3, 101L, 1));
        account.arrived(Map.of(101L, 1));
        assertThat(account.tooMany()).containsOnly(Map.entry(100L, 2), Map.entry(101L, 1));
    }

    @Test
    void countsASecondMailOfAnEventThatNobodyAcknowledged() {
        account.arrived(Map.of(100L, 1));
        account.arrived(Map.of(100L, 1));
        assertThat(account.tooMany()).containsOnly(Map.entry(100L, 1));
    }

    @Test
    void tellsMailsOfAnEarlierPhaseApart() {
        account.arrived(Map.of(99L, 2));
        assertThat(account.strange()).isEqualTo(2);
        assertThat(account.tooMany()).isEmpty();
    }

    @Test
    void hasAllOnceThereIsAMailForAllThatWasDueBefore() {
        acknowledge(10, 100);
        acknowledge(20, 101);
        assertThat(account.hasAllBefore(15)).isFalse();
        account.arrived(Map.of(100L, 1));
        assertThat(account.hasAllBefore(15)).isTrue();
        assertThat(account.hasAllBefore(20)).isTrue();
    }

    @Test
    void countsWhatIsAwaitedSinceBefore() {
        acknowledge(10, 100, 101);
        acknowledge(20, 102);
        account.arrived(Map.of(101L, 1));
        assertThat(account.awaitedBefore(10)).isZero();
        assertThat(account.awaitedBefore(20)).isEqualTo(1);
        assertThat(account.awaitedBefore(21)).isEqualTo(2);
    }

    @Test
    void doesNotHaveAllWhileItHasNotBeenToldOfAll() {
        acknowledge(10, 100);
        account.arrived(Map.of(100L, 1));
        assertThat(account.hasAllBefore(12)).isFalse();
    }

    @Test
    void remembersTheMostThatWereAwaitedSinceItWasAsked() {
        acknowledge(10, 100, 101, 102);
        account.arrived(Map.of(100L, 1, 101L, 1));
        assertThat(account.mostAwaited()).isEqualTo(3);
        assertThat(account.mostAwaited()).isEqualTo(1);
    }

    /** @param nanos when they were due; all before the next is told then */
    private void acknowledge(long nanos, long... visitors) {
        List<Acknowledged> events = LongStream.of(visitors)
                .mapToObj(visitor -> new Acknowledged(visitor, nanos))
                .toList();
        account.acknowledged(events, nanos + 1);
    }
}
