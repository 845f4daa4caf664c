package dev.aftertalk.ledger.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "250, PT0.25S",
        "0s, PT0S",
        "30s, PT30S",
        "10m, PT10M",
        "2h, PT2H",
        "1d, PT24H",
        "1h30m, PT1H30M",
        "1d2h3m4s5ms, PT26H3M4.005S",
        "PT10M, PT10M"
    })
    void readsDurations(String text, Duration expected) {
        assertThat(Durations.parse("delay", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "-1s", "m", "10 m", "1.5h", "10min", "1s1m", "99999999999999999999"})
    void refusesTheRestAndSaysWhatToWrite(String text) {
        assertThatThrownBy(() -> Durations.parse("delay", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("delay is no duration: '" + text + "'")
                .hasMessageContaining("10m");
    }
}
