package dev.aftertalk.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.settings.CurrentSettings.Current;
import dev.aftertalk.settings.CurrentSettings.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class CurrentSettingsTest {

    @TempDir
    Path folder;

    static class Nothing {}

    @Test
    void saysWhereEachComesFromAndHidesSecrets() throws IOException {
        Files.writeString(
                folder.resolve("application.properties"),
                """
                # as an ops person writes it
                spring.datasource.url=jdbc:postgresql://db/shop?user=me&password=hunter2&ssl=true
                spring.datasource.password=hunter3
                my.chat=https://hooks.example.com/services/T0/B0/hunter4
                my.chatToken=hunter5
                my.delay=10m
                crm.apiKey=hunter7
                crm.logins[0].passwd=hunter8
                my.header=Basic ${crm.apiKey}
                my.redis=redis://hunter9@cache.example.com
                my.json={"inner": "hunter10"}
                iadvize.webhook.secrets[0]=hunter11
                my.proxy=http://me:hunter6@proxy.example.com:3128
                """);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .initializers(each -> each.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "systemEnvironment", Map.of("SERVER_SERVLET_SESSION_TIMEOUT", "1h"))))
                .run("--spring.config.location=" + folder + "/", "--my.color=blue")) {
            List<Current> all = new CurrentSettings(context.getEnvironment(), List.of()).all();

            assertThat(all)
                    .contains(
                            new Current("server.port", "", Source.DEFAULT, "", false),
                            new Current(
                                    "spring.datasource.url",
                                    "jdbc:postgresql://db/shop?user=me&password=…&ssl=true",
                                    Source.FILE,
                                    "application.properties:2",
                                    false),
                            new Current(
                                    "spring.datasource.password", "…", Source.FILE, "application.properties:3", false),
                            new Current(
                                    "server.servlet.session.timeout",
                                    "1h",
                                    Source.ENVIRONMENT,
                                    "SERVER_SERVLET_SESSION_TIMEOUT",
                                    false),
                            new Current(
                                    "my.chat",
                                    "https://hooks.example.com/…",
                                    Source.FILE,
                                    "application.properties:4",
                                    true),
                            new Current("my.chatToken", "…", Source.FILE, "application.properties:5", true),
                            new Current("my.delay", "10m", Source.FILE, "application.properties:6", true),
                            new Current("my.color", "blue", Source.ARGUMENT, "", true));
            assertThat(all)
                    .extracting(Current::name)
                    .contains("crm.apiKey", "my.header", "my.json", "iadvize.webhook.secrets[0]");
            assertThat(all.toString()).doesNotContain("hunter");
        }
    }
}
