package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT0.25S, PT30S, aftertalk.ledger.accept-timeout",
        "PT5S, PT0S, PT30S, aftertalk.ledger.poll",
        "PT5S, PT-1S, PT30S, aftertalk.ledger.poll",
        "PT5S, PT0.25S, PT0.9S, aftertalk.ledger.lease"
    })
    void refusesTimesThatCannotWork(Duration acceptTimeout, Duration poll, Duration lease, String setting) {
        assertThatThrownBy(() -> new LedgerSettings(acceptTimeout, 1, poll, lease))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(setting);
    }

    @ParameterizedTest
    @CsvSource("PT5S, PT0.25S, PT1S")
    void takesTheRest(Duration acceptTimeout, Duration poll, Duration lease) {
        assertThat(new LedgerSettings(acceptTimeout, 1, poll, lease).lease()).isEqualTo(lease);
    }
}
