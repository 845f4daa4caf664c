package dev.aftertalk.care.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionSettingsTest {

    private static RetentionSettings events(Duration events, Duration dead) {
        return new RetentionSettings(events, dead, null, null, null, null);
    }

    @Test
    void refusesToForgetEventsWhileTheyMayComeAgain() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> events(Duration.ofDays(6), null))
                .withMessage("retention.events must be at least 7d, or 0 to keep them for ever: an event that comes"
                        + " again later than that would be acted on again.");
    }

    @Test
    void takesNothingAndZeroForEver() {
        assertThat(events(Duration.ZERO, null)).isEqualTo(events(null, Duration.ZERO));
        assertThat(events(Duration.ZERO, null).events()).isNull();
    }

    @Test
    void neverDeletesDeadRunsBeforeOthers() {
        assertThat(events(Duration.ofDays(90), Duration.ofDays(7)).deadOrEvents())
                .isEqualTo(Duration.ofDays(90));
        assertThat(events(Duration.ofDays(90), Duration.ofDays(180)).deadOrEvents())
                .isEqualTo(Duration.ofDays(180));
        assertThat(events(Duration.ofDays(90), null).deadOrEvents()).isNull();
    }

    /** The events lead to whose they are. */
    @Test
    void neverKeepsWhatIadvizeAnsweredLongerThanEvents() {
        assertThat(lookUps(Duration.ofDays(90), Duration.ofDays(30))).isEqualTo(Duration.ofDays(30));
        assertThat(lookUps(Duration.ofDays(90), Duration.ofDays(100))).isEqualTo(Duration.ofDays(90));
        assertThat(lookUps(Duration.ofDays(90), null)).isEqualTo(Duration.ofDays(90));
        assertThat(lookUps(null, Duration.ofDays(30))).isEqualTo(Duration.ofDays(30));
        assertThat(lookUps(null, null)).isNull();
    }

    private static Duration lookUps(Duration events, Duration lookUps) {
        return new RetentionSettings(events, null, null, null, null, lookUps).lookUpsOrEvents();
    }
}
