package dev.aftertalk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class KnownProfilesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "application-shop.properties, mail.host=shop",
        "application-shop.yaml, mail.host: shop",
        "application.properties, 'spring.config.activate.on-profile=shop & !test\nmail.host=shop'",
        "application.properties, 'spring.profiles.group.shop=live\n#---\nspring.config.activate.on-profile=live\nmail.host=shop'"
    })
    void takesAProfileThatHasSettings(String file, String settings) throws Exception {
        Files.writeString(folder.resolve(file), settings.replace("\\n", "\n"));

        assertThatCode(() -> KnownProfiles.require(read("shop"))).doesNotThrowAnyException();
    }

    @Test
    void takesAStartWithoutAProfile() throws Exception {
        Files.writeString(folder.resolve("application-shop.properties"), "mail.host=shop");

        assertThatCode(() -> KnownProfiles.require(read(""))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "application-shop.properties, shops",
        "application-workshop.properties, sho",
        "application.properties, shop"
    })
    void refusesAProfileThatHasNone(String file, String profile) throws Exception {
        Files.writeString(folder.resolve(file), "mail.host=shop");

        assertThatThrownBy(() -> KnownProfiles.require(read(profile)))
                .isInstanceOfSatisfying(BadSettingsException.class, refused -> assertThat(
                                refused.faults().get(0).problem())
                        .contains("\"" + profile + "\"", "application-" + profile + ".properties"));
    }

    /** As Spring reads the files of a folder. */
    private StandardEnvironment read(String profile) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "given",
                        Map.of(
                                "spring.config.location",
                                folder.toUri().toString(),
                                "spring.profiles.active",
                                profile)));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        return environment;
    }
}
