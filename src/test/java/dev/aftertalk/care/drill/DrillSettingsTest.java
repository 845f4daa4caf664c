package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrillSettingsTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Test
    void refusesDrillsUnlessTheServerIsOneForThem() {
        assertThatThrownBy(() -> settings(false).check("salesforce-429", TEN_MINUTES))
                .isInstanceOf(DrillSettings.NotAllowedException.class)
                .hasMessageContaining("drill.allowed=true")
                .hasMessageContaining("staging server, and only there");
        assertThatCode(() -> settings(true).check("salesforce-429", TEN_MINUTES))
                .doesNotThrowAnyException();
    }

    @Test
    void saysWhatDrillsThereAre() {
        assertThatThrownBy(() -> settings(true).check("salesfroce-429", TEN_MINUTES))
                .hasMessageContaining("did you mean salesforce-429?")
                .hasMessageContaining("mail-cut");
    }

    @Test
    void refusesOneThatIsTooLong() {
        assertThatThrownBy(() -> settings(true).check("mail-cut", Duration.ofMinutes(61)))
                .hasMessageContaining("60 minutes at most");
        assertThatThrownBy(() -> settings(true).check("mail-cut", Duration.ZERO))
                .hasMessageContaining("1 second at least");
    }

    /** The server could look just before it and just after it, and would not see that its clock was wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"clock-ahead", "clock-behind"})
    void refusesAWrongClockThatTheServerCouldMiss(String drill) {
        assertThatThrownBy(() -> settings(true).check(drill, Duration.ofMillis(9_999)))
                .hasMessageContaining(drill + " takes 10 seconds at least: the server looks every five seconds");
        assertThatCode(() -> settings(true).check(drill, Duration.ofSeconds(10)))
                .doesNotThrowAnyException();
        assertThatCode(() -> settings(true).check("mail-cut", Duration.ofSeconds(1)))
                .doesNotThrowAnyException();
    }

    private static DrillSettings settings(boolean allowed) {
        return new DrillSettings(allowed, Duration.ofMinutes(60), Duration.ofMinutes(60), false);
    }
}
