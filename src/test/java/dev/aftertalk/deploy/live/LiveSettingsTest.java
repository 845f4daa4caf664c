package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.Promised;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Edits of application.properties on a running server, whose routes read it. */
@ExtendWith(OutputCaptureExtension.class)
class LiveSettingsTest {

    private static final Duration LIVE = Duration.ofSeconds(3);
    private static final String PROBE = "workflows/probe.camel.yaml";
    private static final String START = "# mine\nmy.word=w1\nmy.kamelet=k1\nsurvey.delay=0s\nmy.argument=file\n";

    private static Path folder;
    private static CopiedRoutes routes;
    private static ConfigurableApplicationContext server;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createTempDirectory("aftertalk-settings");
        Files.writeString(file(), START);
        copy();
        List<String> settings = new ArrayList<>(routes.settings());
        settings.addAll(List.of(
                "--server.port=0",
                "--spring.config.additional-location=optional:file:" + folder + "/",
                "--my.argument=argument",
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                "--aftertalk.data-dir=" + folder.resolve("data")));
        server = SpringApplication.run(AftertalkApplication.class, settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void copy() throws Exception {
        routes = new CopiedRoutes(folder);
        routes.save(PROBE, CopiedRoutes.workflow("probe", "{{my.word}} {{my.argument}}"));
        routes.save("kamelets/probe-action.kamelet.yaml", CopiedRoutes.kamelet("{{my.kamelet}}"));
        routes.save(
                "router.camel.yaml",
                routes.read("router.camel.yaml")
                        .replace(
                                "uri: ledger:start/probe\n",
                                "uri: ledger:start/probe\n                      parameters:\n                        delay: \"{{survey.delay}}\"\n"));
    }

    @BeforeEach
    void putBack() throws Exception {
        copy();
        save(START);
        await().until(() -> state().equals(SettingsState.NONE)
                && server.getBean(Deployer.class).state().refused().isEmpty()
                && server.getBean(Deployer.class).state().waiting().isEmpty()
                && routes.areAll(server.getBean(Deployer.class).state().runs()));
        awaitOutcome("skipped w1 argument k1");
    }

    private static Path file() {
        return folder.resolve("application.properties");
    }

    /** As most editors do. */
    private static void save(String text) throws Exception {
        Path beside = Files.writeString(folder.resolve("application.properties~"), text);
        Files.move(beside, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static SettingsState state() {
        return server.getBean(LiveSettings.class).state();
    }

    private static Map<String, Object> health() {
        return server.getBean(RoutesHealth.class).health().getDetails();
    }

    private static String ask() throws Exception {
        int port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return CopiedRoutes.ask(new SignedWebhook(port), "probe", "no");
    }

    private static String outcome() throws Exception {
        String event = ask();
        LedgerFile ledger = new LedgerFile(folder.resolve("data"));
        await().until(() -> ledger.run(event, "probe"), run -> run.matches("(skipped|done|dead).*"));
        return ledger.run(event, "probe");
    }

    private static void awaitOutcome(String said) {
        await().pollInterval(Duration.ofMillis(50)).until(LiveSettingsTest::outcome, said::equals);
    }

    @Test
    void reachTheWorkflowsAndKameletsThatReadThemSoonAfterTheyAreSaved(CapturedOutput output) throws Exception {
        Promised.within(LIVE, () -> {
            String now = "w" + System.nanoTime();
            save(START.replace("w1", now));
            awaitOutcome("skipped " + now + " argument k1");
            return null;
        });
        assertThat(output).containsPattern("INFO.*Deployed my\\.word in \\d+ ms");
        Promised.within(LIVE, () -> {
            String now = "k" + System.nanoTime();
            Files.writeString(file(), START.replace("k1", now));
            awaitOutcome("skipped w1 argument " + now);
            return null;
        });
        assertThat(output.getOut().lines().filter(line -> line.contains("deploy-routes")))
                .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
    }

    @Test
    void ofOursThatRoutesAloneReadTakeEffectInAnySpelling() throws Exception {
        save(START.replace("survey.delay=0s", "survey.delay=1 h"));
        awaitDelay(true);
        save(START);
        awaitDelay(false);
    }

    /** Whether the router starts runs that have to wait. */
    private static void awaitDelay(boolean delayed) {
        LedgerFile ledger = new LedgerFile(folder.resolve("data"));
        await().until(
                        () -> {
                            String event = ask();
                            await().until(() -> ledger.run(event, Ledger.ROUTER), run -> run.startsWith("done"));
                            return ledger.dueIn(event, "probe").compareTo(Duration.ofMinutes(30)) > 0;
                        },
                        Predicate.isEqual(delayed));
    }

    @Test
    void thatAreWrongAreRefusedWithTheirPlaceAndThoseBeforeGoOn(CapturedOutput output) throws Exception {
        save(START.replace("w1", "w2").replace("survey.delay=0s", "survey.delay=soon"));
        await().until(() -> !state().refused().isEmpty());

        assertThat(output)
                .containsPattern(
                        "WARN.*application.properties:4: survey.delay is \"soon\"; .*; the settings before go on");
        assertThat(outcome()).isEqualTo("skipped w1 argument k1");
        assertThat(health().get("settings (refused)").toString()).contains("survey.delay is \"soon\"");

        save(START.replace("w1", "w2"));
        awaitOutcome("skipped w2 argument k1");
        assertThat(health()).doesNotContainKey("settings (refused)");
    }

    @Test
    void thatLookMisspeltAreNamedWithWhatWasMeant(CapturedOutput output) throws Exception {
        save(START + "survey.dealy=3m\n");

        await().untilAsserted(
                        () -> assertThat(output)
                                .containsPattern(
                                        "WARN.*application.properties:6: survey.dealy is no setting of Aftertalk; did you mean survey.delay\\?"));
        assertThat(state().refused()).isEmpty();
    }

    /** At the next start the workflows that read it would be left out. */
    @Test
    void thatNameOthersThatAreNotSetAreRefused(CapturedOutput output) throws Exception {
        for (String word : List.of("${not.there}", "${my.word}")) {
            save(START.replace("w1", word));
            await().until(() -> !state().refused().isEmpty());
            assertThat(state().atRestart()).isEmpty();
            assertThat(outcome()).isEqualTo("skipped w1 argument k1");
            save(START.replace("w1", "w2"));
            awaitOutcome("skipped w2 argument k1");
            save(START);
            awaitOutcome("skipped w1 argument k1");
        }
        assertThat(output)
                .containsPattern(
                        "WARN.*application.properties:\\d: my.word holds \\$\\{…} with a name that is not set; .*; the settings before go on");
    }

    @Test
    void thatAWorkflowCanNotTakeAreRefused(CapturedOutput output) throws Exception {
        routes.save(
                "router.camel.yaml", routes.read("router.camel.yaml").replace("{{survey.delay}}", "{{my.delay:0s}}"));
        await().until(() -> routes.areAll(server.getBean(Deployer.class).state().runs()));
        save(START.replace("w1", "w2") + "my.delay=soon\n");
        await().until(() -> !state().refused().isEmpty());

        assertThat(output.getOut().lines().filter(line -> line.endsWith("; the settings before go on")))
                .isNotEmpty()
                .allMatch(line -> line.contains(routes.file("router.camel.yaml") + ":")
                        && line.contains("with my.delay as it is saved: delay is no duration: 'soon'"));
        assertThat(outcome()).isEqualTo("skipped w1 argument k1");
        assertThat(server.getBean(Deployer.class).state().refused()).isEmpty();

        save(START.replace("w1", "w3") + "my.delay=1ms\n");
        awaitOutcome("skipped w3 argument k1");
    }

    @Test
    void thatTheServerHasReadAtTheStartAreNamedForTheNextRestart(CapturedOutput output) throws Exception {
        save(START.replace("w1", "w2").replace("=file", "=another") + "mail.port=26\nlogging.level.x=debug\n");
        awaitOutcome("skipped w2 argument k1");

        assertThat(state().atRestart()).containsExactlyInAnyOrder("mail.port", "logging.level.x");
        assertThat(output.getOut().lines().filter(line -> line.contains("next restart")))
                .singleElement()
                .asString()
                .contains("WARN", "Saved, and takes effect at the next restart: logging.level.x, mail.port");
        assertThat(health().get("settings (at the next restart)")).hasToString("[logging.level.x, mail.port]");
        assertThat(server.getEnvironment().getProperty("mail.port")).isEqualTo("587");
    }

    @Test
    void andFilesThatNeedThemMayBeSavedInAnyOrder(CapturedOutput output) throws Exception {
        routes.save(PROBE, CopiedRoutes.workflow("probe", "{{my.new}}"));
        await().until(() -> !server.getBean(Deployer.class).state().refused().isEmpty());
        assertThat(output).contains("{{my.new}}: no setting has this name");

        save(START + "my.new=n1\n");
        awaitOutcome("skipped n1 k1");

        save(START);
        await().until(() -> !state().refused().isEmpty());
        assertThat(outcome()).isEqualTo("skipped n1 k1");
        routes.save(PROBE, CopiedRoutes.workflow("probe", "{{my.word}}"));
        awaitOutcome("skipped w1 k1");
        await().until(() -> state().refused().isEmpty());
    }
}
