package dev.aftertalk.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class HiddenSettingsTest {

    private static Environment hidden() {
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources()
                .addFirst(new MapPropertySource(
                        "file",
                        Map.of(
                                "shop.code", "s3cret",
                                "shop.url", "https://me:${shop.code}@shop.test",
                                "shop.open", "true",
                                "mail.templates", "routes/mail")));
        return HiddenSettings.of(settings);
    }

    @Test
    void tellsThatASettingIsThereAndNotWhatItIs() {
        assertThat(hidden().getProperty("shop.code")).isEqualTo("1");
        assertThat(hidden().getProperty("shop.url")).isEqualTo("1");
        assertThat(hidden().getProperty("shop.none")).isNull();
        assertThat(hidden().resolvePlaceholders("${shop.code}")).isEqualTo("1");
        assertThat(hidden().getProperty("java.home")).as("what the machine has").isEqualTo("1");
    }

    @Test
    void tellsWhatTheCheckGoesByAndWhatIsSwitchedOn() {
        assertThat(hidden().getProperty("mail.templates")).isEqualTo("routes/mail");
        assertThat(hidden().getProperty("shop.open")).isEqualTo("true");
    }
}
