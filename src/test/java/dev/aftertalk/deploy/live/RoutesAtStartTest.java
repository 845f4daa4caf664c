package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.deploy.BadRouteFilesException;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private ConfigurableApplicationContext start() {
        List<String> settings = new ArrayList<>(routes.settings());
        settings.addAll(List.of(
                "--server.port=0",
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                "--aftertalk.data-dir=" + folder.resolve("data")));
        return SpringApplication.run(AftertalkApplication.class, settings.toArray(String[]::new));
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

    /** The memory of a process can be opened, and not be read from its beginning. */
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
