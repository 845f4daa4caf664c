package dev.aftertalk.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class SettingsTest {

    @Test
    void splitsSecretsAtCommasAndDropsBlanks() {
        SignatureSettings settings = bind("iadvize.webhook", SignatureSettings.class, "secrets", " one ,, two=2, ");
        assertThat(settings.secrets()).containsExactly("one", "two=2");
    }

    @Test
    void neverPrintsASecret() {
        assertThat(bind("iadvize.webhook", SignatureSettings.class, "secrets", "one,two"))
                .asString()
                .doesNotContain("one", "two")
                .contains("2 secrets");
    }

    @Test
    void takesBodiesUpTo256KBUnlessToldOtherwise() {
        assertThat(bind("aftertalk.webhook", WebhookSettings.class, "other", "x")
                        .maxBody())
                .isEqualTo(DataSize.ofBytes(262_144));
        assertThat(bind("aftertalk.webhook", WebhookSettings.class, "max-body", "1MB")
                        .maxBody())
                .isEqualTo(DataSize.ofMegabytes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65MB"})
    void refusesALimitThatMakesNoSense(String limit) {
        assertThatThrownBy(() -> bind("aftertalk.webhook", WebhookSettings.class, "max-body", limit))
                .hasRootCauseMessage(
                        "aftertalk.webhook.max-body must lie between 1B and 64MB: a body is held in memory");
    }

    private static <T> T bind(String prefix, Class<T> type, String name, String value) {
        return new Binder(new MapConfigurationPropertySource(Map.of(prefix + "." + name, value)))
                .bindOrCreate(prefix, type);
    }
}
