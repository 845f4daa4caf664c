package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @Test
    void takesAPortAloneOrWithThisMachinesAddress() {
        assertThat(Loopback.of("8080").getAddress().isLoopbackAddress()).isTrue();
        assertThat(Loopback.of("127.0.0.1:8080")).isEqualTo(Loopback.at(8080));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:8080", "example.com:80", "[::]:8080", "localhost:8080", ":8080"})
    void refusesAnyOther(String address) {
        assertThatThrownBy(() -> Loopback.of(address)).hasMessageContaining("Only 127.0.0.1");
    }
}
