package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class IadvizeSettingsTest {

    @EnableConfigurationProperties(IadvizeSettings.class)
    static class Bound {}

    @Test
    void startsWithoutAnySetting() {
        new ApplicationContextRunner().withUserConfiguration(Bound.class).run(app -> {
            IadvizeSettings settings = app.getBean(IadvizeSettings.class);
            assertThat(settings.rest().configured()).isFalse();
            assertThat(settings.graphql().configured()).isFalse();
            assertThat(settings.rest().url()).isEqualTo("https://ha.iadvize.com/api/2");
            assertThat(settings.maxConnections()).isEqualTo(50);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "iadvize.rest.url, ha.iadvize.com/api/2",
        "iadvize.rest.url, ftp://ha.iadvize.com/api/2",
        "iadvize.rest.url, https:///api/2",
        "iadvize.rest.url, https://ha.iadvize.com/api/2?key=x",
        "iadvize.rest.url, https://user:secret@ha.iadvize.com/api/2",
        "iadvize.rest.url, https://ha iadvize.com",
        "iadvize.graphql.url, api.iadvize.com",
        "iadvize.graphql.token-url, https://api.iadvize.com/oauth2/token#x",
        "iadvize.max-connections, 0",
        "iadvize.read-timeout, 0s",
        "iadvize.connect-timeout, -1s"
    })
    void stopsTheStartWithTheNameOfTheSettingThatCantBeRight(String setting, String value) {
        new ApplicationContextRunner()
                .withUserConfiguration(Bound.class)
                .withPropertyValues(setting + "=" + value)
                .run(app -> assertThat(app.getStartupFailure())
                        .rootCause()
                        .hasMessageStartingWith(setting)
                        .hasMessageNotContaining("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.iadvize.com/graphql",
                "https://api.iadvize.com/graphql?platform=sd",
                "http://localhost:8080/g"
            })
    void takesAGraphqlUrlWithAndWithoutItsPlatform(String url) {
        assertThat(new IadvizeSettings.Graphql(url, url, "", "").url()).isEqualTo(url);
    }

    @Test
    void showsNoSecretWhenPrinted() {
        var rest = new IadvizeSettings.Rest("https://ha.iadvize.com/api/2", "the-key");
        var graphql = new IadvizeSettings.Graphql("https://a.example/g", "https://a.example/t", "user", "the-password");

        assertThat(rest.toString() + graphql).doesNotContain("the-key", "the-password");
    }

    @Test
    void needsBothTheUserAndThePassword() {
        String url = "https://api.iadvize.com/graphql";
        assertThat(new IadvizeSettings.Graphql(url, url, "user", "").configured())
                .isFalse();
        assertThat(new IadvizeSettings.Graphql(url, url, " ", "password").configured())
                .isFalse();
        assertThat(new IadvizeSettings.Graphql(url, url, "user", "password").configured())
                .isTrue();
    }
}
