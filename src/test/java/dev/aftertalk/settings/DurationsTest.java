package dev.aftertalk.settings;

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
        "PT10M, PT10M",
        "pt10m, PT10M",
        "' 10 m ', PT10M",
        "10M, PT10M",
        "1H 30M, PT1H30M",
        "P14D, PT336H",
        "5us, PT0.000005S"
    })
    void readsDurations(String text, Duration expected) {
        assertThat(Durations.parse("delay", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "-1s", "m", "1.5h", "10min", "1s1m", "99999999999999999999"})
    void refusesTheRestAndSaysWhatToWrite(String text) {
        assertThatThrownBy(() -> Durations.parse("delay", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("delay is no duration: '" + text + "'")
                .hasMessageContaining("10m");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.5S, 500ms",
        "PT0S, 0s",
        "PT90S, 90s",
        "PT90M, 90m",
        "PT36H, 36h",
        "P14D, 14d",
        "PT0.000005S, PT0.000005S"
    })
    void writesWhatEverybodyReadsAlike(Duration duration, String text) {
        assertThat(Durations.write(duration)).isEqualTo(text);
        assertThat(Durations.parse("delay", text)).isEqualTo(duration);
    }
}
