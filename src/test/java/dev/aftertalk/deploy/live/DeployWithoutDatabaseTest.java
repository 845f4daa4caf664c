package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Edits while somebody else holds SQLite's file locked. */
@ExtendWith(OutputCaptureExtension.class)
class DeployWithoutDatabaseTest {

    private static final Duration LIVE = Duration.ofSeconds(3);
    private static final String PROBE = "workflows/probe.camel.yaml";

    @TempDir
    private Path folder;

    private CopiedRoutes routes;

    @BeforeEach
    void copy() throws Exception {
        routes = new CopiedRoutes(folder);
    }

    private ConfigurableApplicationContext start() {
        List<String> settings = new ArrayList<>(routes.settings());
        settings.addAll(List.of(
                "--server.port=0",
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                "--aftertalk.data-dir=" + folder.resolve("data")));
        return SpringApplication.run(AftertalkApplication.class, settings.toArray(String[]::new));
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("data/aftertalk.db");
    }

    /** From when it is made until it is closed. */
    private final class Lock implements AutoCloseable {

        private final Connection connection = DriverManager.getConnection(url());

        Lock() throws SQLException {
            connection.createStatement().execute("BEGIN IMMEDIATE");
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private void save(String version) throws Exception {
        routes.save(PROBE, CopiedRoutes.workflow("probe", version));
    }

    private static String reason(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).replaceAll("(?s).*reason: \"(\\w+) .*", "$1");
    }

    private void awaitLive(ConfigurableApplicationContext server, String version) {
        Deployer deployer = server.getBean(Deployer.class);
        await().atMost(LIVE.multipliedBy(2))
                .until(() -> deployer.state().waiting().isEmpty()
                        && reason(deployer.state()
                                        .runs()
                                        .file(routes.file(PROBE))
                                        .map(RouteFile::bytes)
                                        .orElseThrow())
                                .equals(version));
    }

    private List<String> kept() {
        return JdbcClient.create(new DriverManagerDataSource(url()))
                .sql("SELECT content FROM route_version WHERE path = ? ORDER BY number")
                .param(routes.file(PROBE).toString())
                .query((row, n) -> reason(row.getBytes(1)))
                .list();
    }

    @Test
    void deploysAtOnceAndKeepsAllVersionsInTheirOrderOnceItCan(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext server = start()) {
            await().until(() -> kept().equals(List.of("w1")));
            Deployer deployer = server.getBean(Deployer.class);
            try (Lock locked = new Lock()) {
                for (String version : List.of("w2", "w3", "w2")) {
                    save(version);
                    awaitLive(server, version);
                }
                routes.save(PROBE, CopiedRoutes.workflow("probe", "w4").replace("steps:", "stepz:"));
                await().atMost(LIVE.multipliedBy(2))
                        .until(() -> !deployer.state().refused().isEmpty());
                save("w5");
                awaitLive(server, "w5");
                assertThat(kept()).containsExactly("w1");
            }
            await().until(() -> kept().size() == 5);
            assertThat(kept()).containsExactly("w1", "w2", "w3", "w2", "w5");
        }
        assertThat(output).contains("stepz");
        assertThat(output.getOut().lines().filter(line -> line.contains("Deployed ")))
                .hasSize(4)
                .allMatch(line ->
                        line.replaceAll(".*Deployed \\S+ in (\\d+) ms", "$1").length() < 5);
    }

    @Test
    void keepsWhatLiesThereAtTheNextStartWhenItStopsInBetween(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext server = start()) {
            await().until(() -> kept().equals(List.of("w1")));
            try (Lock locked = new Lock()) {
                for (String version : List.of("w2", "w3")) {
                    save(version);
                    awaitLive(server, version);
                }
                server.close();
            }
        }
        assertThat(output).contains("not kept are the versions of [" + routes.file(PROBE) + "]");
        assertThat(kept()).containsExactly("w1");
        try (ConfigurableApplicationContext server = start()) {
            awaitLive(server, "w3");
            await().until(() -> kept().equals(List.of("w1", "w3")));
        }
    }
}
