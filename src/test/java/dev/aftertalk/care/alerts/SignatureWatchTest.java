package dev.aftertalk.care.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignatureWatchTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SignatureWatch watch = new SignatureWatch(meters);
    private long now = 1_000_000;

    private void count(int refused, int taken) {
        meters.counter("aftertalk.webhook.rejected", "reason", "signature").increment(refused);
        meters.counter("aftertalk.webhook.rejected", "reason", "busy").increment(refused);
        meters.counter("aftertalk.events.accepted", "event_type", "a", "result", "new")
                .increment(taken);
    }

    private long after(Duration time) {
        now += time.toMillis();
        return watch.refused(now);
    }

    @Test
    void noticesThatTheyAreRefusedAgainAndAgain() {
        assertThat(after(Duration.ZERO)).isZero();
        count(4, 0);
        assertThat(after(Duration.ofSeconds(30))).isZero();
        count(2, 0);
        assertThat(after(Duration.ofSeconds(30))).isEqualTo(6);
    }

    @Test
    void takesWhatIsRefusedNowAndThenForStrangers() {
        after(Duration.ZERO);
        count(20, 201);
        assertThat(after(Duration.ofSeconds(30))).isZero();
        count(1, 0);
        assertThat(after(Duration.ofSeconds(30))).isEqualTo(21);
    }

    @Test
    void forgetsWhatWasLongerThanAnHourAgo() {
        after(Duration.ZERO);
        count(50, 0);
        assertThat(after(Duration.ofMinutes(1))).isEqualTo(50);
        assertThat(after(Duration.ofMinutes(58))).isEqualTo(50);
        assertThat(after(Duration.ofMinutes(2))).isZero();
    }

    @Test
    void seesWhatWasRefusedBeforeTheFirstLook() {
        count(9, 0);
        assertThat(after(Duration.ZERO)).isEqualTo(9);
    }
}
