package dev.aftertalk.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.intake.health.ConnectorProbe;
import dev.aftertalk.testing.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The server's question to itself, however the server is set up. */
class ConnectorProbeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static List<String> https;

    @BeforeAll
    static void certificate() throws Exception {
        TestCertificates own = TestCertificates.of("shop.test", folder);
        https = List.of(
                "--server.ssl.key-store=" + own.keystore(),
                "--server.ssl.key-store-password=" + TestCertificates.PASSWORD,
                "--server.ssl.trust-certificate=" + own.certificate());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--server.address=127.0.0.2 --server.servlet.context-path=/shop",
                "--server.address=::",
                "https",
                "https --server.servlet.context-path=/shop --server.http2.enabled=true --server.ssl.enabled-protocols=TLSv1.2",
                "https --server.ssl.client-auth=need",
                "https --server.ssl.client-auth=need --server.ssl.enabled-protocols=TLSv1.2"
            })
    void asksWhereverTheServerListens(String settings) throws Exception {
        Path log = Files.createTempDirectory(folder, "log");
        try (ConfigurableApplicationContext server = start(settings
                + " --server.tomcat.accesslog.enabled=true --server.tomcat.accesslog.buffered=false --server.tomcat.accesslog.directory="
                + log)) {
            ConnectorProbe probe = server.getBean(ConnectorProbe.class);
            assertThat(probe.fault(PATIENCE)).isNull();
            if (!settings.contains("need")) {
                server.getBean(FrontDoor.Gate.class).open.set(false);
                assertThat(probe.fault(PATIENCE)).isEqualTo("it answers 503");
            }
            server.getBean(FrontDoor.Gate.class).open.set(true);
            ((WebServerApplicationContext) server).getWebServer().stop();
            assertThat(probe.fault(PATIENCE)).isNotNull();
        }
        try (Stream<Path> files = Files.list(log)) {
            // A handshake that fails for want of a certificate is written down by Tomcat, whoever it was.
            assertThat(files)
                    .allSatisfy(file -> assertThat(file).isRegularFile())
                    .filteredOn(file -> !settings.contains("need"))
                    .allSatisfy(file -> assertThat(file).isEmptyFile());
        }
    }

    @Test
    void aServerWithoutAPortHasNobodyToAsk() {
        assertThat(new ConnectorProbe().fault(PATIENCE)).isNull();
    }

    private static ConfigurableApplicationContext start(String settings) {
        Stream<String> all = Stream.of(settings.split(" "))
                .flatMap(setting -> setting.equals("https") ? https.stream() : Stream.of(setting));
        return new SpringApplicationBuilder(FrontDoor.class)
                .run(Stream.concat(all, Stream.of("--server.port=0", "--iadvize.webhook.secrets=yourSecretToken"))
                        .toArray(String[]::new));
    }
}
