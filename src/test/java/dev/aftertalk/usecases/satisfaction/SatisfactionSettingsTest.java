package dev.aftertalk.usecases.satisfaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SatisfactionSettingsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void takesTheTimeZoneOfTheMachineWhenNoneIsSet() {
        assertThat(settings("").zone()).isEqualTo(ZoneId.systemDefault());
        assertThat(settings(" Europe/Paris ").zone()).isEqualTo(ZoneId.of("Europe/Paris"));
    }

    @Test
    void saysWhatToWriteInsteadOfAValueThatCantWork() {
        assertThatThrownBy(() -> settings("Paris"))
                .hasMessage("satisfaction.time-zone must be a time zone such as Europe/Paris.");
        assertThatThrownBy(() -> new SatisfactionSettings("", Duration.ofHours(25), MINUTE, MINUTE))
                .hasMessage("satisfaction.settle-time must be 0s to 24h.");
        assertThatThrownBy(() -> new SatisfactionSettings("", Duration.ZERO, Duration.ZERO, MINUTE))
                .hasMessage("satisfaction.live-max-age must be longer than 0s.");
        assertThatThrownBy(() -> new SatisfactionSettings("", Duration.ZERO, MINUTE, MINUTE.negated()))
                .hasMessage("satisfaction.live-max-age-offsite must be longer than 0s.");
    }

    private static SatisfactionSettings settings(String zone) {
        return new SatisfactionSettings(zone, MINUTE, MINUTE, MINUTE);
    }
}
