package dev.aftertalk.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockStepsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private final MovableClock machine = new MovableClock();
    private final MovableClock steady = new MovableClock(machine.instant());
    private final ClockSteps steps = new ClockSteps(machine, steady);

    private void passes(Duration time) {
        machine.pass(time);
        steady.pass(time);
    }

    private Duration age(long since) {
        return Duration.ofMillis(steps.nowSince(since) - since);
    }

    @Test
    void leavesTimesAloneThatPassEvenly() {
        long begin = machine.millis();
        passes(TWO_DAYS);
        machine.pass(Duration.ofSeconds(30)); // set by a time server
        assertThat(age(begin)).isEqualTo(TWO_DAYS.plusSeconds(30));
    }

    @Test
    void doesNotCountAStepForwardForWhatWasBefore() {
        long before = machine.millis();
        passes(HOUR);
        machine.pass(TWO_DAYS);
        assertThat(age(before)).isEqualTo(HOUR);
        long after = machine.millis();
        passes(HOUR);
        assertThat(age(before)).isEqualTo(HOUR.multipliedBy(2));
        assertThat(age(after)).isEqualTo(HOUR);
    }

    @Test
    void countsAnewWhatIsSetBackToTheRightTime() {
        long before = machine.millis();
        passes(HOUR);
        machine.pass(TWO_DAYS);
        assertThat(age(before)).isEqualTo(HOUR);
        passes(HOUR);
        machine.pass(TWO_DAYS.negated());
        assertThat(age(before)).isEqualTo(HOUR.multipliedBy(2));
        long after = machine.millis();
        passes(HOUR);
        assertThat(age(after)).isEqualTo(HOUR);
    }

    @Test
    void makesNothingOlderWhenTheClockIsSetBack() {
        long before = machine.millis();
        machine.pass(HOUR.negated());
        passes(HOUR);
        long after = machine.millis();
        assertThat(age(before)).isEqualTo(Duration.ZERO);
        passes(HOUR);
        assertThat(age(after)).isEqualTo(HOUR);
    }
}
