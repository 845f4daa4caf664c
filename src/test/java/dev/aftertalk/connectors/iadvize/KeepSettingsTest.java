package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;

class KeepSettingsTest {

    @Test
    void keepsNothingWithoutASecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeepSettings(Set.of("thank-you-email"), ""))
                .withMessage("iadvize.keep.workflows needs iadvize.keep.secret, which seals what is kept: make one with"
                        + " openssl rand -base64 32");
        assertThat(new KeepSettings(Set.of(), "").workflows()).isEmpty();
    }

    @Test
    void showsNoSecretWhenPrinted() {
        String secret = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        assertThat(new KeepSettings(Set.of("csat"), secret).toString())
                .contains("csat")
                .doesNotContain(secret);
    }
}
