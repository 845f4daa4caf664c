package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.deploy.BadRouteFilesException;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Starts with files that have a fault. */
@ExtendWith(OutputCaptureExtension.class)
class RoutesAtStartTest {

    private static final String PROBE = "workflows/probe.camel.yaml";

    @TempDir
    private Path folder;

    private CopiedRoutes routes;

    @BeforeEach
    void copy() throws Exception {
        routes = new CopiedRoutes(folder);
    }

    private ConfigurableApplicationContext start(String... more) {
        List<String> settings = new ArrayList<>(routes.settings());
        settings.addAll(List.of(
                "--server.port=0",
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                "--aftertalk.data-dir=" + folder.resolve("data")));
        settings.addAll(List.of(more));
        return SpringApplication.run(AftertalkApplication.class, settings.toArray(String[]::new));
    }

    private ConfigurableApplicationContext node(String name, String database) {
        return start("--aftertalk.data-dir=" + folder.resolve(name), "--spring.datasource.url=" + database);
    }

    private String outcome(ConfigurableApplicationContext server) throws Exception {
        int port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        String event = CopiedRoutes.ask(new SignedWebhook(port), "probe", "no");
        LedgerFile ledger = new LedgerFile(folder.resolve("data"));
        await().until(() -> ledger.run(event, "probe"), run -> run.matches("(skipped|done|dead).*"));
        return ledger.run(event, "probe");
    }

    @Test
    void leavesOutAWorkflowAndThenRunsItsLastGoodVersion(CapturedOutput output) throws Exception {
        String bad = CopiedRoutes.workflow("probe", "w2").replace("steps:", "stepz:");
        routes.save(PROBE, bad);
        try (ConfigurableApplicationContext server = start()) {
            assertThat(outcome(server)).startsWith("skipped The workflow is left out: " + routes.file(PROBE) + ":");
            assertThat(output)
                    .contains("the file is left out until it is corrected")
                    .doesNotContain("\tat ");
            routes.save(PROBE, CopiedRoutes.workflow("probe", "w1"));
            await().until(() -> outcome(server), "skipped w1 k1"::equals);
        }
        routes.save(PROBE, bad);
        String router = routes.read("router.camel.yaml");
        routes.save("router.camel.yaml", router.replace("uri: ledger:events", "uri: ledger:eventz"));
        try (ConfigurableApplicationContext server = start()) {
            assertThat(outcome(server)).isEqualTo("skipped w1 k1");
            assertThat(server.getBean(Deployer.class).state().refused())
                    .containsOnlyKeys(routes.file(PROBE), routes.file("router.camel.yaml"));
            assertThat(server.getBean(RoutesHealth.class).health().getDetails().keySet())
                    .contains(routes.file(PROBE) + " (refused)");
            assertThat(output).contains("its last good version runs on").doesNotContain("\tat ");
        }
    }

    /** Nodes that share the database have each a folder of their own under the same name. */
    @Test
    void runsTheVersionAgainThatThisNodeHasRunAndOnANewOneTheNewest() throws Exception {
        String database = TestPostgres.newDatabase();
        node("a", database).close();
        routes.save(PROBE, CopiedRoutes.workflow("probe", "w2"));
        node("b", database).close();
        routes.save(PROBE, CopiedRoutes.workflow("probe", "w3").replace("steps:", "stepz:"));
        assertThat(List.of(reasonAt("a", database), reasonAt("b", database), reasonAt("c", database)))
                .containsExactly("w1", "w2", "w2");

        routes.save(PROBE, CopiedRoutes.workflow("probe", "w1"));
        node("a", database).close();
        assertThat(history(database)).as("nothing new ran").containsExactly("w1", "w2");
    }

    /** What of the probe runs on a node that starts now. */
    private String reasonAt(String node, String database) {
        try (ConfigurableApplicationContext server = node(node, database)) {
            RouteFile file = server.getBean(Deployer.class)
                    .state()
                    .runs()
                    .file(routes.file(PROBE))
                    .orElseThrow();
            return reason(file.bytes());
        }
    }

    private List<String> history(String database) {
        return JdbcClient.create(new DriverManagerDataSource(database))
                .sql("SELECT content FROM route_version WHERE path = ? ORDER BY number")
                .param(routes.file(PROBE).toString())
                .query((row, n) -> reason(row.getBytes(1)))
                .list();
    }

    private static String reason(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).replaceAll("(?s).*reason: \"(\\w+) .*", "$1");
    }

    /** The memory of a process can be opened, and not be read from its beginning. */
    @EnabledOnOs(OS.LINUX)
    @Test
    void takesAFileThatCantBeReadForABadOne(CapturedOutput output) throws Exception {
        start().close();
        Files.delete(routes.file(PROBE));
        Files.createSymbolicLink(routes.file(PROBE), Path.of("/proc/self/mem"));
        try (ConfigurableApplicationContext server = start()) {
            assertThat(outcome(server)).isEqualTo("skipped w1 k1");
            assertThat(server.getBean(Deployer.class).state().refused()).containsOnlyKeys(routes.file(PROBE));
        }
        assertThat(output)
                .containsPattern(routes.file(PROBE) + ": it can't be read: .*; its last good version runs on")
                .doesNotContain("\tat ");
    }

    @Test
    void refusesToStartWithoutARouterThatCouldRun(CapturedOutput output) throws Exception {
        routes.save("router.camel.yaml", routes.read("router.camel.yaml").replace("steps:", "stepz:"));
        assertThatThrownBy(this::start).hasRootCauseInstanceOf(BadRouteFilesException.class);
        assertThat(output)
                .contains(
                        "Aftertalk can't start: these files can't be used",
                        routes.file("router.camel.yaml") + ":",
                        "stepz")
                .doesNotContain("\tat ");
    }

    @Test
    void leavesOutWhatOnlyCamelFindsWrong(CapturedOutput output) throws Exception {
        routes.save(
                PROBE,
                CopiedRoutes.workflow("probe", "w2")
                        .replace("uri: kamelet:probe-action", "uri: \"ledger:retry?maximumRedeliveries=-7\""));
        try (ConfigurableApplicationContext server = start()) {
            assertThat(outcome(server)).startsWith("skipped The workflow is left out: ");
            assertThat(output).contains("maximumRedeliveries must be 0 or more").doesNotContain("\tat ");
        }
    }
}
