package dev.aftertalk.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteFilesCheck;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Routes of the version before, that name workflows which are two since. */
@ExtendWith(OutputCaptureExtension.class)
class OldWorkflowNamesTest {

    private static final String ROUTER =
            """
            - route:
                id: router
                description: Starts all
                from:
                  uri: ledger:events
                  steps:
                    # ledger:start/salesforce-lead is switched off
                    - to:
                        uri: ledger:start/jira-ticket
            """;

    private static final String NEW_LINE =
            """
                    - to: "ledger:start/jira-ticket-on-request"
            """;

    private static final String WORKFLOW =
            """
            - route:
                id: %1$s
                description: Says what it has seen
                from:
                  uri: ledger:workflow/%1$s
                  steps:
                    - to:
                        uri: ledger:skip
                        parameters:
                          reason: "%1$s saw ${exchangeProperty.ledgerWorkflow}"
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void takeTheWayIn() throws IOException {
        Files.createDirectories(folder.resolve("routes/workflows"));
        for (String file : new String[] {"webhook.camel.yaml", "errors.camel.yaml"}) {
            Files.copy(Path.of("routes", file), folder.resolve("routes").resolve(file));
        }
    }

    private Path workflow(String name, String text) throws IOException {
        return Files.writeString(folder.resolve("routes/workflows/" + name + ".camel.yaml"), text);
    }

    private ConfigurableApplicationContext start(String router, String... more) throws IOException {
        Files.writeString(folder.resolve("routes/router.camel.yaml"), router);
        return SpringApplication.run(
                AftertalkApplication.class,
                Stream.concat(
                                Stream.of(
                                        "--server.port=0",
                                        "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                                        "--aftertalk.data-dir=" + folder.resolve("data"),
                                        "--camel.main.routes-include-pattern=file:" + folder.resolve("routes")
                                                + "/**/*.camel.yaml"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static String send(ConfigurableApplicationContext server, String type) throws Exception {
        String event = UUID.randomUUID().toString();
        String body = "{\"eventId\":\"%s\",\"eventType\":\"%s\",\"conversationId\":\"c\"}".formatted(event, type);
        int port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        assertThat(new SignedWebhook(port).post(body)).isEqualTo(202);
        return event;
    }

    private void awaitRun(String event, String workflow, String state) {
        LedgerFile ledger = new LedgerFile(folder.resolve("data"));
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> ledger.run(event, workflow),
                        run -> !run.equals("none") && !run.startsWith("queued") && !run.startsWith("running"));
        assertThat(ledger.run(event, workflow)).isEqualTo(state);
    }

    @Test
    void goOnWhereTheyStandAlone(CapturedOutput output) throws Exception {
        Path file = workflow("jira-ticket", WORKFLOW.formatted("jira-ticket"));
        try (ConfigurableApplicationContext server = start(ROUTER)) {
            awaitRun(
                    send(server, "satisfaction.answered"),
                    "jira-ticket-for-score",
                    "skipped jira-ticket saw jira-ticket-for-score");
            String closed = send(server, "v2.conversation.closed");
            awaitRun(closed, "jira-ticket-on-request", "skipped jira-ticket saw jira-ticket-on-request");
            assertThat(new LedgerFile(folder.resolve("data")).run(closed, "jira-ticket"))
                    .isEqualTo("none");
        }
        assertThat(output.getAll().lines().filter(line -> line.contains("the next version does not know the old name")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains(
                                        "WARN",
                                        folder.resolve("routes/router.camel.yaml")
                                                + ":9:18: ledger:start/jira-ticket starts one of jira-ticket-for-score and"
                                                + " jira-ticket-on-request, by the event's type; write these in its place"),
                        line -> assertThat(line)
                                .contains(
                                        "WARN",
                                        file + ":5:12: ledger:workflow/jira-ticket works on the runs of"
                                                + " jira-ticket-for-score and jira-ticket-on-request"));
    }

    @Test
    void startOneRunWhereTheNewNameStandsBesideTheOldOne() throws Exception {
        workflow("jira-ticket-for-score", WORKFLOW.formatted("jira-ticket-for-score"));
        workflow("jira-ticket-on-request", WORKFLOW.formatted("jira-ticket-on-request"));
        try (ConfigurableApplicationContext server = start(ROUTER + NEW_LINE)) {
            String event = send(server, "v2.conversation.closed");
            awaitRun(event, "jira-ticket-on-request", "skipped jira-ticket-on-request saw jira-ticket-on-request");
            awaitRun(event, "router", "done");
            assertThat(new LedgerFile(folder.resolve("data")).balance().lines())
                    .extracting(line -> line.workflow() + " " + line.runs())
                    .containsExactlyInAnyOrder("jira-ticket-on-request 1", "router 1");
        }
    }

    @Test
    void leaveOutBothWhereTheOldFileLacksASetting() throws Exception {
        workflow(
                "jira-ticket",
                WORKFLOW.formatted("jira-ticket")
                        .replace("    from:", "    precondition: \"{{configured:jira.url}}\"\n    from:"));
        try (ConfigurableApplicationContext server = start(ROUTER)) {
            awaitRun(
                    send(server, "satisfaction.answered"),
                    "jira-ticket-for-score",
                    "skipped The workflow is left out: jira.url not set.");
            awaitRun(
                    send(server, "v2.conversation.closed"),
                    "jira-ticket-on-request",
                    "skipped The workflow is left out: jira.url not set.");
        }
    }

    @Test
    void areRefusedBesideTheNewFiles(CapturedOutput output) throws Exception {
        Path old = workflow("jira-ticket", WORKFLOW.formatted("jira-ticket"));
        workflow("csat", WORKFLOW.formatted("csat"));
        Path beside = workflow("jira-ticket-on-request", WORKFLOW.formatted("jira-ticket-on-request"));

        try (ConfigurableApplicationContext server = start(ROUTER)) {
            awaitRun(
                    send(server, "v2.conversation.closed"),
                    "jira-ticket-on-request",
                    "skipped jira-ticket-on-request saw jira-ticket-on-request");
        }

        assertThat(output)
                .contains(old
                        + ":5:12: ledger:workflow/jira-ticket is jira-ticket-for-score and jira-ticket-on-request now, and "
                        + beside
                        + " works on the same runs; take over there what you have changed, and delete this file")
                .doesNotContain("\tat ");
    }

    @Test
    void areRefusedWhereTheyActOnceForAConversation(CapturedOutput output) throws Exception {
        Path old = workflow(
                "jira-ticket",
                WORKFLOW.formatted("jira-ticket")
                        .replace("      steps:", "      parameters:\n        oncePerConversation: true\n      steps:"));

        start(ROUTER).close();

        assertThat(output)
                .contains(old
                        + ":5:12: ledger:workflow/jira-ticket is jira-ticket-for-score and jira-ticket-on-request now,"
                        + " and acts once for a conversation in each of the two alone; write the two in its place");
    }

    @Test
    void areReadOnlyWhereARouteUsesThem() throws IOException {
        Path words = workflow(
                "new",
                WORKFLOW.formatted("jira-ticket-on-request")
                        .replace(
                                "Says what it has seen",
                                "was ledger:workflow/jira-ticket # ledger:workflow/jira-ticket"));
        Path old = workflow(
                "old",
                WORKFLOW.formatted("salesforce-lead")
                        + WORKFLOW.formatted("mine")
                                .replace("ledger:workflow/mine", "ledger:workflow/mine?oncePerConversation=true"));

        assertThat(RouteFilesCheck.readable(set(words, old))).noneMatch(Finding::isFault);
    }

    @Test
    void areFoundSeveralInALine() throws IOException {
        Path both = workflow(
                "flow",
                "- {route: {from: {uri: ledger:workflow/salesforce-lead, steps: []}}, other: {from: {uri: \"ledger:workflow/jira-ticket\"}}}");
        Path beside = workflow("jira-ticket-on-request", WORKFLOW.formatted("jira-ticket-on-request"));

        assertThat(RouteFilesCheck.readable(set(both, beside)))
                .filteredOn(Finding::isFault)
                .singleElement()
                .asString()
                .contains("jira-ticket is jira-ticket-for-score and");
    }

    private static RouteSet set(Path... files) throws IOException {
        List<RouteFile> read = new ArrayList<>();
        for (Path file : files) {
            read.add(new RouteFile(file, RouteFile.Kind.ROUTES, Files.readAllBytes(file)));
        }
        return RouteSet.of(read);
    }
}
