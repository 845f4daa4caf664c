package dev.aftertalk.care.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.care.alerts.AlertSettings.Language;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertSettingsTest {

    private static AlertSettings of(String to, Duration after, int most) {
        return new AlertSettings(List.of(to), after, most, Language.EN);
    }

    @Test
    void refusesWhatCantWork() {
        assertThatThrownBy(() -> of("ops", Duration.ofMinutes(5), 20)).hasMessageContaining("alerts.to has \"ops\"");
        assertThatThrownBy(() -> of("a@b.test", Duration.ZERO, 20)).hasMessageContaining("alerts.after");
        assertThatThrownBy(() -> of("a@b.test", Duration.ofMinutes(5), 1)).hasMessageContaining("most-per-hour");
    }

    @Test
    void looksOftenEnoughForTheTimeAStateMustHold() {
        AlertSettings usual = of("a@b.test", Duration.ofMinutes(5), 20);
        assertThat(usual.pause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(usual.retry()).isEqualTo(Duration.ofMinutes(5));

        AlertSettings slow = of("a@b.test", Duration.ofHours(5), 20);
        assertThat(slow.pause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(slow.retry()).isEqualTo(Duration.ofMinutes(5));

        assertThat(of("a@b.test", Duration.ofSeconds(10), 20).pause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(of("a@b.test", Duration.ofSeconds(1), 20).pause()).isEqualTo(Duration.ofMillis(200));
    }
}
