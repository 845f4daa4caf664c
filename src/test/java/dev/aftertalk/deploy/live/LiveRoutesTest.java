package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.access.Scope;
import dev.aftertalk.access.TestLogins;
import dev.aftertalk.access.TestTokens;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.versions.RouteVersions;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.EventStream;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.McpAgent;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.Promised;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Edits of the real files of {@code routes/} on a running server, with real peers. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
class LiveRoutesTest {

    private static final Duration LIVE = Duration.ofSeconds(3);
    private static final String PROBE = "workflows/probe.camel.yaml";
    private static final String KAMELET = "kamelets/probe-action.kamelet.yaml";
    private static final String ERRORS = "errors.camel.yaml";
    private static final String ROUTER = "router.camel.yaml";
    private static final AtomicInteger VISITORS = new AtomicInteger(880_000);

    private static final IadvizePeer IADVIZE;
    private static final SmtpPeer SMTP;
    private static final CopiedRoutes ROUTES;
    private static final Path HOME;

    static {
        try {
            HOME = Files.createTempDirectory("aftertalk-live");
            ROUTES = new CopiedRoutes(HOME);
            IADVIZE = new IadvizePeer();
            SMTP = new SmtpPeer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private CamelContext camel;

    @Autowired
    private Deployer deployer;

    @Autowired
    private MeterRegistry meters;

    private SignedWebhook webhook;
    private LedgerFile ledger;

    /** How much has been said between the tests: that is part of the output of each. */
    private int before;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("aftertalk.data-dir", () -> HOME.resolve("data").toString());
        for (String each : ROUTES.settings()) {
            String[] setting = each.substring(2).split("=", 2);
            settings.add(setting[0], () -> setting[1]);
        }
        IADVIZE.settings(settings);
        SMTP.settings(settings);
        settings.add("aftertalk.metrics.pause", () -> "500ms");
    }

    @BeforeEach
    void connect(CapturedOutput output) {
        before = output.getOut().length();
        webhook = new SignedWebhook(port);
        ledger = new LedgerFile(HOME.resolve("data"));
    }

    @AfterEach
    void putBack() throws Exception {
        IADVIZE.answer(null);
        new CopiedRoutes(HOME);
        awaitDeployed();
    }

    private Stream<String> lines(CapturedOutput output) {
        return output.getOut().substring(before).lines();
    }

    private void awaitDeployed() {
        await().until(() -> deployer.state().refused().isEmpty()
                && deployer.state().waiting().isEmpty()
                && ROUTES.areAll(deployer.state().runs()));
    }

    /** State and cause of a new event's run. */
    private String outcome(String type, String bad) throws Exception {
        String event = CopiedRoutes.ask(webhook, type, bad);
        await().until(() -> ledger.run(event, "probe"), run -> run.matches("(skipped|done|dead).*"));
        return ledger.run(event, "probe");
    }

    private void awaitOutcome(String bad, String said) {
        await().pollInterval(Duration.ofMillis(50)).until(() -> outcome("probe", bad), said::equals);
    }

    private JsonNode api() throws Exception {
        return asked(200, "/api/routes", null);
    }

    private JsonNode asked(int status, String address, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address))
                .header("Authorization", TestTokens.authorization(context));
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }

    private JsonNode api(String file) throws Exception {
        for (JsonNode each : api().get("files")) {
            if (each.get("path").asText().equals(ROUTES.file(file).toString())) {
                return each;
            }
        }
        throw new AssertionError("no file " + file);
    }

    @Test
    void runsAnEditSoonAfterItIsSavedAndSaysSo(CapturedOutput output) throws Exception {
        AtomicInteger version = new AtomicInteger(1);
        Promised.within(LIVE, () -> {
            String now = "w" + version.incrementAndGet();
            ROUTES.save(PROBE, CopiedRoutes.workflow("probe", now));
            awaitOutcome("no", "skipped " + now + " k1");
            return null;
        });
        Promised.within(LIVE, () -> {
            String now = "w" + version.incrementAndGet();
            ROUTES.moveThere(PROBE, CopiedRoutes.workflow("probe", now));
            awaitOutcome("no", "skipped " + now + " k1");
            return null;
        });
        assertThat(lines(output).filter(line -> line.contains("Deployed ")))
                .hasSize(version.get() - 1)
                .allMatch(line -> line.matches(".*INFO.*Deployed " + ROUTES.file(PROBE) + " in \\d+ ms"));
        assertThat(lines(output).filter(line -> line.contains("deploy-routes")))
                .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
    }

    @Test
    void refusesABadEditAndRunsTheCorrectionWithoutARestart(CapturedOutput output) throws Exception {
        String bad = CopiedRoutes.workflow("probe", "w2").replace("steps:", "stepz:");
        ROUTES.save(PROBE, bad);
        await().until(() -> !deployer.state().refused().isEmpty());

        assertThat(outcome("probe", "no")).isEqualTo("skipped w1 k1");
        assertThat(lines(output).filter(line -> line.contains("WARN") && line.contains("stepz")))
                .allMatch(line ->
                        line.contains(ROUTES.file(PROBE) + ":") && line.endsWith("its last good version runs on"))
                .isNotEmpty();
        JsonNode shown = api(PROBE);
        assertThat(shown.get("state").asText()).isEqualTo("refused");
        assertThat(shown.get("findings").get(0).get("problem").asText()).contains("stepz");
        assertThat(meters.get("aftertalk.routes.refused").gauge().value()).isEqualTo(1);

        Promised.within(LIVE, () -> {
            String now = "w" + System.nanoTime();
            ROUTES.save(PROBE, CopiedRoutes.workflow("probe", now));
            awaitOutcome("no", "skipped " + now + " k1");
            return null;
        });
        assertThat(api(PROBE).get("state").asText()).isEqualTo("running");
        assertThat(api().get("differs").asBoolean()).isFalse();
    }

    /** Also where its name comes before that of the original, and each id that it has of that at once. */
    @Test
    void refusesTheCopyOfAFileAndNotWhatItWasMadeOf() throws Exception {
        Path copy = ROUTES.file("workflows/other.camel.yaml");
        Files.copy(ROUTES.file(PROBE), copy);
        await().until(() -> !deployer.state().refused().isEmpty());

        assertThat(deployer.state().refused()).containsOnlyKeys(copy);
        assertThat(deployer.state().refused().get(copy))
                .extracting(Finding::problem)
                .anyMatch(problem -> problem.startsWith("the workflow 'probe' is worked on by " + ROUTES.file(PROBE)))
                .anyMatch(problem -> problem.startsWith("the route id 'probe' is taken by " + ROUTES.file(PROBE)))
                .anyMatch(problem -> problem.startsWith("the id 'probe-in' is taken by " + ROUTES.file(PROBE)));
        Files.delete(copy);
    }

    @Test
    void saysOfAFileThatNobodyReadsByItsNameWhatToCallIt(CapturedOutput output) throws Exception {
        Path file = ROUTES.file("workflows/other.yaml");
        Files.writeString(file, CopiedRoutes.workflow("other", "w1"));
        try {
            await().untilAsserted(() -> assertThat(output)
                    .contains("WARN")
                    .contains(file + ": it is not read, ", "call it " + ROUTES.file("workflows/other.camel.yaml")));
            ROUTES.save(PROBE, CopiedRoutes.workflow("probe", "w2"));
            awaitOutcome("no", "skipped w2 k1");
        } finally {
            Files.delete(file);
        }
        assertThat(output.getOut().lines().filter(line -> line.contains("it is not read")))
                .as("once")
                .hasSize(1);
    }

    @Test
    void callsASystemAsTheDocsShow() throws Exception {
        String docs = Files.readString(Path.of("src/docs/workflows.md"));
        String steps = docs.split("```yaml\n", 2)[1].split("```", 2)[0];
        try (PeerServer crm = new PeerServer(0)) {
            String end = "        - to:\n            id: probe-end";
            String workflow = CopiedRoutes.workflow("probe", "w2")
                    .replace(
                            end,
                            steps.replace("https://crm.example.com", crm.url()).indent(8) + end);
            assertThat(workflow).contains("marshal:", crm.url());
            ROUTES.save(PROBE, workflow);
            awaitOutcome("no", "skipped w2 k1");

            PeerRequest call = crm.asked().get(0);
            assertThat(call.call()).isEqualTo("POST /events");
            assertThat(call.headers()).containsEntry("Content-Type", "application/json");
            assertThat(new ObjectMapper().readTree(call.body()).get("eventType").asText())
                    .isEqualTo("probe");
        }
    }

    @Test
    void refusesWhatOnlyCamelFindsWrong(CapturedOutput output) throws Exception {
        ROUTES.save(
                PROBE,
                CopiedRoutes.workflow("probe", "w2")
                        .replace(
                                "        uri: kamelet:probe-action",
                                "        uri: \"ledger:retry?maximumRedeliveries=-7\""));
        await().until(() -> !deployer.state().refused().isEmpty());
        assertThat(outcome("probe", "no")).isEqualTo("skipped w1 k1");
        assertThat(output).contains("maximumRedeliveries must be 0 or more", ROUTES.file(PROBE) + ":");
        assertThat(camel.getRoutes()).noneMatch(route -> route.getRouteId().startsWith("trial"));
    }

    @Test
    void bringsAKameletToThoseWhoUseItAndTheErrorHandlingToAll() throws Exception {
        ROUTES.save(KAMELET, CopiedRoutes.kamelet("k2"));
        awaitOutcome("no", "skipped w1 k2");

        assertThat(outcome("probe", "yes")).isEqualTo("dead IllegalStateException: as asked");
        ROUTES.save(
                ERRORS,
                ROUTES.read(ERRORS)
                        .replace(
                                "                uri: ledger:dead\n",
                                "                uri: ledger:dead\n                parameters:\n                  reason: \"in other words\"\n"));
        awaitOutcome("yes", "dead in other words");
        assertThat(webhook.post("{\"no\": \"event\"}"))
                .as("the webhook's own errors")
                .isEqualTo(400);
    }

    @Test
    void refusesToLetGoOfWhatTheRouterStarts(CapturedOutput output) throws Exception {
        ROUTES.delete(PROBE);
        await().until(() -> !deployer.state().refused().isEmpty());
        assertThat(output)
                .contains(
                        "it can't be deleted, or moved away, while it is needed: " + ROUTES.file(ROUTER),
                        "; put it back, or take away first what needs it; its last good version runs on");
        assertThat(outcome("probe", "no")).isEqualTo("skipped w1 k1");

        String router = ROUTES.read(ROUTER);
        ROUTES.save(ROUTER, router.replace("uri: ledger:start/probe", "uri: ledger:start/csat"));
        await().until(() -> camel.getRoute("probe") == null);
        assertThat(deployer.state().refused()).isEmpty();
        assertThat(webhook.post(SignedWebhook.closedConversation(VISITORS.incrementAndGet())))
                .isEqualTo(202);
    }

    @Test
    void goesOnWithAllWhenTheFolderIsGoneAndSaysSoInOneLine(CapturedOutput output) throws Exception {
        Path folder = ROUTES.file("");
        Files.move(folder, HOME.resolve("away"));
        try {
            await().until(() -> deployer.state().refused().keySet(), Set.of(folder)::equals);
            assertThat(outcome("probe", "no")).isEqualTo("skipped w1 k1");
            assertThat(api("").get("state").asText()).isEqualTo("refused");
        } finally {
            Files.move(HOME.resolve("away"), folder);
        }
        await().until(() -> deployer.state().refused().isEmpty());
        assertThat(output).contains("Not refused any more: [" + folder + "]");
        assertThat(lines(output).filter(line -> line.contains("WARN") && line.contains("deploy-routes")))
                .hasSize(1)
                .allMatch(line -> line.endsWith(folder
                        + ": no route file is left in this folder, so that it can only have been deleted, emptied or not mounted by"
                        + " mistake; put the files back; all that ran goes on"));
        String now = "w" + System.nanoTime();
        ROUTES.save(PROBE, CopiedRoutes.workflow("probe", now));
        awaitOutcome("no", "skipped " + now + " k1");
    }

    /** The memory of a process can be opened, and not be read from its beginning. */
    @EnabledOnOs(OS.LINUX)
    @Test
    void refusesAFileThatCantBeReadAlone() throws Exception {
        Path file = ROUTES.file(PROBE);
        Path folder = ROUTES.file("workflows/itself");
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/proc/self/mem"));
        Files.createSymbolicLink(folder, Path.of("."));
        try {
            await().until(() -> deployer.state().refused().containsKey(file));
            assertThat(api(PROBE).get("findings").get(0).get("problem").asText())
                    .startsWith("it can't be read: ")
                    .doesNotContain("Exception");
            ROUTES.save("kamelets/probe-action.kamelet.yaml", CopiedRoutes.kamelet("k2"));
            awaitOutcome("no", "skipped w1 k2");
        } finally {
            Files.delete(folder);
            Files.delete(file);
        }
        ROUTES.save(PROBE, CopiedRoutes.workflow("probe", "w2"));
        awaitOutcome("no", "skipped w2 k2");
        assertThat(deployer.state().refused()).isEmpty();
    }

    @Test
    void saysHowManyRunsWaitForAWorkflowThatWasGivenAnotherNameAndRunsThemOnceItIsBack(CapturedOutput output)
            throws Exception {
        asked(200, "/api/workflows/probe/pause", "{}");
        String event = CopiedRoutes.ask(webhook, "probe", "no");
        await().until(() -> ledger.run(event, "probe"), "queued"::equals);
        ROUTES.save(ROUTER, ROUTES.read(ROUTER).replace("uri: ledger:start/probe", "uri: ledger:start/renamed"));
        ROUTES.save(PROBE, CopiedRoutes.workflow("renamed", "w1"));
        await().until(() -> output.getOut()
                .contains("No file has the workflow probe any more, and 1 of its runs are not over: they go on once"));
        asked(200, "/api/workflows/probe/resume", "{}");
        String other = CopiedRoutes.ask(webhook, "probe", "no");
        await().until(() -> ledger.run(other, "renamed"), "skipped w1 k1"::equals);
        assertThat(ledger.run(event, "probe")).isEqualTo("queued");

        ROUTES.save("workflows/other.camel.yaml", CopiedRoutes.workflow("probe", "w3"));
        await().until(() -> ledger.run(event, "probe"), "skipped w3 k1"::equals);
        assertThat(ledger.run(event, "renamed")).isEqualTo("none");
    }

    @Test
    void takesAFileThatWasGivenAnotherName() throws Exception {
        Files.move(ROUTES.file(PROBE), ROUTES.file("workflows/other.camel.yaml"));
        await().until(() -> deployer.state()
                        .runs()
                        .file(ROUTES.file("workflows/other.camel.yaml"))
                        .isPresent()
                && deployer.state().waiting().isEmpty());
        assertThat(outcome("probe", "no")).isEqualTo("skipped w1 k1");
        Files.move(ROUTES.file("workflows/other.camel.yaml"), ROUTES.file(PROBE));
    }

    @Test
    void takesErrorHandlingThatHasMovedToAnotherFile() throws Exception {
        String text = ROUTES.read(ERRORS);
        int second = text.indexOf("# The workflows: ");
        ROUTES.delete(ERRORS);
        ROUTES.save("workflows/other.camel.yaml", text.substring(second));
        ROUTES.save("webhook.camel.yaml", text.substring(0, second) + ROUTES.read("webhook.camel.yaml"));
        await().until(() -> deployer.state()
                        .runs()
                        .file(ROUTES.file("workflows/other.camel.yaml"))
                        .isPresent()
                && deployer.state().waiting().isEmpty());
        assertThat(deployer.state().refused()).isEmpty();
        assertThat(outcome("probe", "yes")).isEqualTo("dead IllegalStateException: as asked");
        assertThat(webhook.post("{\"no\": \"event\"}")).isEqualTo(400);
    }

    @Test
    void sendsMailsOfATemplateAsItWasSaved() throws Exception {
        Promised.within(LIVE, () -> {
            String title = "Danke " + System.nanoTime();
            ROUTES.save(
                    "mail/thank-you.ftlh",
                    Files.readString(Path.of("routes/mail/thank-you.ftlh"))
                            .replaceFirst("<title>.*</title>", "<title>" + title + "</title>"));
            await().until(() -> {
                int visitor = VISITORS.incrementAndGet();
                webhook.post(SignedWebhook.closedConversation(visitor));
                await().until(() ->
                        !SMTP.receivedBy("v" + visitor + "@visitors.test").isEmpty());
                return SMTP.receivedBy("v" + visitor + "@visitors.test")
                        .get(0)
                        .getSubject()
                        .equals(title);
            });
            return null;
        });
    }

    /** One workflow waits for iAdvize meanwhile. */
    @Test
    void doesNotHaveOthersWaitForAWorkflowThatTakesItsTime() throws Exception {
        int visitor = VISITORS.incrementAndGet();
        try (Held iadvize = new Held(visitor)) {
            assertThat(webhook.post(SignedWebhook.closedConversation(visitor))).isEqualTo(202);
            iadvize.asked.await();
            String mail = "workflows/thank-you-email.camel.yaml";
            ROUTES.save(mail, ROUTES.read(mail).replace("Thanks the visitor", "Says thanks to the visitor"));
            ROUTES.save(PROBE, CopiedRoutes.workflow("probe", "w2"));
            awaitOutcome("no", "skipped w2 k1");
            assertThat(deployer.state().waiting()).containsExactly(ROUTES.file(mail));
            assertThat(api(mail).get("state").asText()).isEqualTo("waiting");
        }
        await().until(() -> deployer.state().waiting().isEmpty());
        await().until(() -> SMTP.receivedBy("v" + visitor + "@visitors.test").size() == 1);
    }

    @Test
    void forgetsAFileThatIsGoneAgainBeforeItWasItsTurn(CapturedOutput output) throws Exception {
        Path mail = ROUTES.file("workflows/thank-you-email.camel.yaml");
        Path other = ROUTES.file("workflows/other.camel.yaml");
        int visitor = VISITORS.incrementAndGet();
        try (Held iadvize = new Held(visitor)) {
            assertThat(webhook.post(SignedWebhook.closedConversation(visitor))).isEqualTo(202);
            iadvize.asked.await();
            Files.move(mail, other);
            await().until(() -> deployer.state().waiting().equals(Set.of(mail, other)));
            Files.move(other, mail);
            await().until(() -> deployer.state().runs().file(other).isEmpty());
            assertThat(deployer.state().waiting()).containsExactly(mail);
        }
        await().until(() -> deployer.state().waiting().isEmpty());
        await().until(() -> SMTP.receivedBy("v" + visitor + "@visitors.test").size() == 1);
        assertThat(deployer.state().refused()).isEmpty();
        assertThat(output).doesNotContain("the id thank-you-email is that of a route in");
    }

    /** An iAdvize that answers no question about a visitor until this is closed. */
    private static final class Held implements AutoCloseable {

        final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        Held(int visitor) {
            IADVIZE.answer(exchange -> {
                asked.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                IadvizePeer.json(
                        exchange,
                        200,
                        "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":7,\"email\":\"v" + visitor
                                + "@visitors.test\"}}");
            });
        }

        @Override
        public void close() {
            goOn.countDown();
        }
    }

    @Test
    void answersAndLosesNothingWhileAllIsEdited() throws Exception {
        List<String> files = List.of(
                "webhook.camel.yaml",
                ROUTER,
                ERRORS,
                "workflows/thank-you-email.camel.yaml",
                "kamelets/email-sink.kamelet.yaml",
                "kamelets/iadvize-visitor-action.kamelet.yaml");
        try (EventStream stream = EventStream.start(1_880_000, 100_000, 100, webhook)) {
            for (int n = 0; n < 12; n++) {
                String file = files.get(n % files.size());
                int before = stream.sent();
                String version = deployer.state().runs().version();
                ROUTES.save(file, ROUTES.read(file) + "# edited\n");
                await(file)
                        .until(() -> !deployer.state().runs().version().equals(version)
                                && deployer.state().waiting().isEmpty());
                await().until(() -> stream.sent() > before + 10);
            }
            stream.stop();
            stream.await();
            assertThat(stream.refused()).isZero();
            assertThat(stream.acknowledged()).hasSize(stream.sent());
            await().atMost(Duration.ofMinutes(2)).until(() -> SMTP.recipients().containsAll(stream.acknowledged()));
            await().until(() -> ledger.balance().oldestOnTheWay().isEmpty());
            assertThat(SMTP.recipients().stream().filter(stream.acknowledged()::contains))
                    .doesNotHaveDuplicates();
        }
    }

    /** A body that comes late is asked for before anybody holds its sender back. */
    @Test
    void saysThatEventsAreTakenWhileTheWebhookIsReplaced(@Autowired WebhookHold hold) throws Exception {
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                .build();
        try (Socket sender = new Socket("127.0.0.1", port)) {
            String body = SignedWebhook.closedConversation(VISITORS.incrementAndGet());
            AtomicInteger healthy = new AtomicInteger();
            await().until(() -> hold.whileNobodyIsInside(LIVE, () -> {
                try {
                    camel.getRouteController().stopRoute("webhook");
                    send(
                            sender,
                            "POST /webhooks/iadvize HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                    + "X-iAdvize-Signature: " + SignedWebhook.signature(SignedWebhook.SECRET, body)
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n");
                    healthy.set(HttpClient.newHttpClient()
                            .send(health, HttpResponse.BodyHandlers.discarding())
                            .statusCode());
                    send(sender, body);
                    camel.getRouteController().startRoute("webhook");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
            assertThat(healthy).hasValue(200);
            assertThat(new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 202");
        }
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void answersWhileTheWebhookMovesToAnotherFile() throws Exception {
        String[] files = {"webhook.camel.yaml", "workflows/other.camel.yaml"};
        try (EventStream stream = EventStream.start(2_880_000, 100_000, 200, webhook)) {
            for (int n = 0; n < 10; n++) {
                Path to = ROUTES.file(files[(n + 1) % 2]);
                Files.move(ROUTES.file(files[n % 2]), to);
                await().until(() -> deployer.state().runs().file(to).isPresent()
                        && deployer.state().waiting().isEmpty());
            }
            stream.stop();
            stream.await();
            assertThat(stream.refused()).isZero();
            assertThat(stream.acknowledged()).hasSize(stream.sent());
            await().atMost(Duration.ofMinutes(2)).until(() -> SMTP.recipients().containsAll(stream.acknowledged()));
        }
    }

    @Test
    void showsThatAnotherServerRunsOtherFiles(@Autowired Ledger server, @Autowired JdbcClient reads) throws Exception {
        assertThat(api().get("differs").asBoolean()).isFalse();
        server.write(database -> database.sql(
                        "INSERT INTO node (node, host, place, lease_until) VALUES ('other', 'h', '/there', ?)")
                .param(System.currentTimeMillis() + 60_000)
                .update());
        try {
            RouteVersions other = new RouteVersions(reads, server, "other");
            other.keep(List.of(), "another version", "");
            JsonNode shown = api();
            assertThat(shown.get("differs").asBoolean()).isTrue();
            assertThat(shown.get("nodes").findValuesAsText("version"))
                    .containsExactlyInAnyOrder(
                            "another version", shown.get("version").asText());
            other.keep(List.of(), shown.get("version").asText(), "");
            assertThat(api().get("differs").asBoolean()).isFalse();
        } finally {
            server.write(database ->
                    database.sql("DELETE FROM node WHERE node = 'other'").update());
        }
        assertThat(api().get("nodes")).hasSize(1);
    }

    @Test
    void runsAVersionAgainThatIsRestoredAndSaysForWhom(@Autowired JdbcClient reads) throws Exception {
        String mark = "w" + System.nanoTime();
        ROUTES.save(PROBE, CopiedRoutes.workflow("probe", mark));
        awaitOutcome("no", "skipped " + mark + " k1");
        ROUTES.save(PROBE, CopiedRoutes.workflow("probe", mark + "b"));
        awaitOutcome("no", "skipped " + mark + "b k1");
        JsonNode kept = await().until(
                        () -> asked(200, "/api/routes/history?path=workflows/probe.camel.yaml&last=2", null)
                                .get("versions"),
                        versions -> versions.get(0).get("onDisk").asBoolean());
        assertThat(asked(200, "/api/routes/text?path=probe", null).get("text").asText())
                .isEqualTo(ROUTES.read(PROBE));
        JsonNode last = kept.get(0);
        JsonNode before = kept.get(1);
        assertThat(last.get("lastGood").asBoolean()).isTrue();
        assertThat(last.get("onDisk").asBoolean()).isTrue();
        assertThat(before.get("lastGood").asBoolean()).isFalse();
        assertThat(last.get("by").asText())
                .isEqualTo(Files.getOwner(ROUTES.file(PROBE)).getName());
        assertThat(asked(200, "/api/routes/diff?path=probe", null).get("diff").asText())
                .isEmpty();
        assertThat(asked(200, "/api/routes/diff?path=probe&from=" + before.get("number"), null)
                        .get("diff")
                        .asText())
                .contains("-              reason: \"" + mark + " ", "+              reason: \"" + mark + "b ");

        Promised.within(LIVE, () -> {
            String body = "{\"path\": \"probe\", \"version\": \"" + before.get("number") + "\"}";
            assertThat(asked(200, "/api/routes/restore", body).get("changed").asBoolean())
                    .isTrue();
            awaitOutcome("no", "skipped " + mark + " k1");
            return null;
        });
        JsonNode restored = await().until(
                        () -> asked(200, "/api/routes/history?path=probe&last=1", null)
                                .get("versions")
                                .get(0),
                        version -> version.get("version").equals(before.get("version")));
        String audited = reads.sql(
                        "SELECT who || ' ' || about || ' ' || detail FROM audit_entry WHERE what = 'route.restored' ORDER BY id DESC LIMIT 1")
                .query(String.class)
                .single();
        assertThat(audited)
                .isEqualTo(restored.get("by").asText() + " " + ROUTES.file(PROBE) + " " + before.get("number") + " ("
                        + before.get("version").asText().substring(0, 12) + ")");
        assertThat(restored.get("by").asText()).isNotEqualTo(last.get("by").asText());
    }

    @Test
    void restoresNothingThatWouldNotRunOrOnOneOfSeveralServersAlone(@Autowired Ledger server) throws Exception {
        String mark = "w" + System.nanoTime();
        ROUTES.save(PROBE, CopiedRoutes.workflow("probe", mark));
        awaitOutcome("no", "skipped " + mark + " k1");
        String version =
                deployer.state().runs().file(ROUTES.file(PROBE)).orElseThrow().version();
        ROUTES.save(PROBE, CopiedRoutes.workflow("probe", "w1"));
        awaitOutcome("no", "skipped w1 k1");
        await().until(
                        () -> asked(200, "/api/routes/history?path=probe", null).get("versions"),
                        versions -> versions.get(0).get("onDisk").asBoolean()
                                && versions.get(1).path("version").asText().equals(version));
        String body = "{\"path\": \"probe\", \"version\": \"" + version + "\"%s}";

        server.write(database -> database.sql(
                        "INSERT INTO node (node, host, place, lease_until) VALUES ('other', 'h', '/there', ?)")
                .param(System.currentTimeMillis() + 60_000)
                .update());
        try {
            assertThat(asked(409, "/api/routes/restore", body.formatted("")).toString())
                    .contains("Other servers are alive (other)", "thisFolder", "GET /api/routes/text");
        } finally {
            server.write(database ->
                    database.sql("DELETE FROM node WHERE node = 'other'").update());
        }
        Files.move(ROUTES.file(KAMELET), HOME.resolve("kamelet"));
        assertThat(asked(409, "/api/routes/restore", body.formatted("")).toString())
                .contains("would be refused today", "there is no kamelet 'probe-action'", "force");
        assertThat(asked(400, "/api/routes/restore", body.formatted(", \"forse\": true"))
                        .toString())
                .contains("Say what to restore");
        assertThat(asked(
                                404,
                                "/api/routes/restore",
                                body.replace("probe", "prob").formatted(""))
                        .toString())
                .contains("did you mean probe?");
        assertThat(ROUTES.read(PROBE)).isEqualTo(CopiedRoutes.workflow("probe", "w1"));
    }

    /** What Camel keeps in the application, with all of its components. */
    @Test
    void leavesNothingBehind() throws Exception {
        String mail = "workflows/thank-you-email.camel.yaml";
        String text = ROUTES.read(mail);
        int routes = 0;
        int endpoints = 0;
        for (int n = 0; n < 12; n++) {
            String version = deployer.state().runs().version();
            ROUTES.save(
                    mail,
                    text.replace("template: thank-you", "template: thank-you\n              list: \"l" + n + "\""));
            await().until(() -> !deployer.state().runs().version().equals(version)
                    && deployer.state().waiting().isEmpty());
            if (n == 1) {
                routes = camel.getRoutesSize();
                endpoints = camel.getEndpoints().size();
            }
        }
        assertThat(camel.getRoutesSize()).isEqualTo(routes);
        assertThat(camel.getEndpoints()).hasSize(endpoints);
    }

    private McpAgent agent(Scope... scopes) {
        return new McpAgent(port, TestLogins.token(context, scopes));
    }

    private String deadEvent() throws Exception {
        String event = CopiedRoutes.ask(webhook, "probe", "yes");
        await().until(() -> ledger.run(event, "probe"), run -> run.startsWith("dead"));
        return event;
    }

    private static Map<String, Object> proposal(String text, Object... more) {
        Map<String, Object> arguments = new HashMap<>(Map.of("path", PROBE, "text", text));
        for (int n = 0; n < more.length; n += 2) {
            arguments.put(more[n].toString(), more[n + 1]);
        }
        return arguments;
    }

    /** All that an agent does to have sent what was not sent, in one session. */
    @Test
    void letsAnAgentFindMendRehearseDeployAndReplay() throws Exception {
        McpAgent agent = agent(Scope.READ, Scope.OPERATE, Scope.EDIT);
        assertThat(agent.initialize().at("/serverInfo/name").asText()).isEqualTo("aftertalk");
        String event = deadEvent();

        JsonNode found = agent.call("search_events", Map.of("workflow", "probe", "state", "dead", "limit", 1));
        assertThat(found.at("/events/0/eventId").asText()).isEqualTo(event);
        JsonNode timeline = agent.call("get_event", Map.of("event", event));
        assertThat(timeline.get("body").asText()).contains("\"bad\":\"yes\"");
        assertThat(timeline.get("runs").findValuesAsText("cause").toString()).contains("as asked");

        String text = agent.call("get_file", Map.of("path", PROBE)).get("text").asText();
        JsonNode checked = agent.call("check_file", proposal(text.replace("steps:", "stepz:")));
        assertThat(checked.get("ok").asBoolean()).isFalse();
        assertThat(checked.at("/faults/0/problem").asText()).contains("did you mean 'steps'");

        String mended = text.replace("== 'yes'", "== 'never'").replace("w1", "w2");
        assertThat(agent.refused("deploy_file", proposal(mended, "dryRun", false)))
                .contains("rehearse_file");
        JsonNode rehearsed = agent.call("rehearse_file", proposal(mended, "events", List.of(event), "last", 1));
        assertThat(rehearsed.at("/differing/0/workflows/0/running/state").asText())
                .isEqualTo("dead");
        assertThat(rehearsed.at("/differing/0/workflows/0/proposed/state").asText())
                .isEqualTo("skipped");
        String receipt = rehearsed.get("receipt").asText();

        assertThat(agent.refused("deploy_file", proposal(mended + "\n", "receipt", receipt, "dryRun", false)))
                .as("another text")
                .contains("rehearse_file");
        JsonNode dry = agent.call("deploy_file", proposal(mended, "receipt", receipt));
        assertThat(dry.get("difference").asText()).contains("-", "+").contains("w2 ${variable.probe}");
        assertThat(ROUTES.read(PROBE)).isEqualTo(text);
        JsonNode deployed = agent.call("deploy_file", proposal(mended, "receipt", receipt, "dryRun", false));
        assertThat(ROUTES.read(PROBE)).isEqualTo(mended);
        awaitOutcome("no", "skipped w2 k1");

        Map<String, Object> run = new HashMap<>(Map.of("event", event, "workflow", "probe"));
        assertThat(agent.call("replay_run", run).get("would").asText()).isEqualTo("run again");
        assertThat(ledger.run(event, "probe")).startsWith("dead");
        run.put("dryRun", false);
        agent.call("replay_run", run);
        await().until(() -> ledger.run(event, "probe"), "skipped w2 k1"::equals);

        agent.call(
                "restore_file",
                Map.of("path", PROBE, "version", deployed.get("before").asText(), "dryRun", false));
        awaitOutcome("no", "skipped w1 k1");
        assertThat(context.getBean(JdbcClient.class)
                        .sql("SELECT what FROM audit_entry WHERE who = 'token test' ORDER BY id")
                        .query(String.class)
                        .list())
                .containsSubsequence("route.written", "run.replayed", "route.restored");
    }

    @Test
    void letsAnAgentAddAFileAndTakeItAway() throws Exception {
        McpAgent agent = agent(Scope.EDIT);
        String path = "workflows/other.camel.yaml";
        String event = deadEvent();
        Map<String, Object> file =
                proposal(CopiedRoutes.workflow("other", "o1"), "path", path, "events", List.of(event), "last", 1);
        String receipt = agent.call("rehearse_file", file).get("receipt").asText();
        file.keySet().removeAll(List.of("last", "events"));
        file.putAll(Map.of("receipt", receipt, "dryRun", false));
        assertThat(agent.call("deploy_file", file).get("next").asText()).contains("remove_file");
        await().until(() -> deployer.state().runs().file(ROUTES.file(path)).isPresent());

        assertThat(agent.refused("remove_file", Map.of("path", PROBE, "dryRun", false)))
                .contains("have a person take it away");
        Map<String, Object> away = new HashMap<>(Map.of("path", path));
        await().untilAsserted(() -> assertThat(
                        agent.call("remove_file", away).get("dryRun").asBoolean())
                .isTrue());
        assertThat(ROUTES.file(path)).exists();
        away.put("dryRun", false);
        agent.call("remove_file", away);
        await().until(() -> deployer.state().runs().file(ROUTES.file(path)).isEmpty());
        assertThat(agent.refused("deploy_file", proposal("x", "path", "../away.camel.yaml")))
                .contains("There is no file");
    }

    @Test
    void letsAnAgentOperateAndOnlySaysWhatItWouldDoUnlessToldOtherwise() throws Exception {
        McpAgent agent = agent(Scope.OPERATE);
        String event = deadEvent();
        Map<String, Object> paused = new HashMap<>(Map.of("workflow", "probe"));
        assertThat(agent.call("pause", paused).at("/now/state").asText()).isEqualTo("running");
        paused.put("dryRun", false);
        assertThat(agent.call("pause", paused).at("/now/state").asText()).isEqualTo("paused");
        assertThat(agent.refused("pause", paused)).contains("paused already");
        agent.call("resume", paused);
        assertThat(agent.refused("resume", paused)).contains("not paused");

        Map<String, Object> one = Map.of("event", event, "workflow", "probe", "reason", "tried");
        assertThat(agent.call("skip_run", one).get("would").asText()).isEqualTo("be skipped");
        assertThat(agent.refused("replay_runs", Map.of("state", "done"))).contains("force");
        Map<String, Object> many = new HashMap<>(Map.of("event", event, "reason", "tried"));
        assertThat(agent.call("skip_runs", many).at("/workflows/probe").asInt()).isOne();
        assertThat(ledger.run(event, "probe")).startsWith("dead");
        many.put("dryRun", false);
        String order = agent.call("skip_runs", many).get("id").asText();
        await().until(() -> ledger.run(event, "probe"), run -> run.startsWith("skipped"));
        await().until(
                        () -> agent.call("list_orders", Map.of()).at("/orders/0"),
                        last -> last.get("id").asText().equals(order)
                                && last.get("state").asText().equals("done"));
        assertThat(agent.refused("skip_run", one)).contains("It is skipped");
        assertThat(agent.refused("cancel_order", Map.of("id", order, "dryRun", false)))
                .contains("over already");
    }

    @Test
    void stopsAnAgentThatMayOnlyRead() throws Exception {
        McpAgent reader = agent(Scope.READ);
        String event = deadEvent();
        JsonNode timeline = reader.call("get_event", Map.of("event", event));
        assertThat(timeline.has("body")).isFalse();
        assertThat(timeline.has("conversationId")).isFalse();
        assertThat(timeline.get("runs").findValuesAsText("cause").toString()).contains("as asked");
        assertThat(reader.refused("search_events", Map.of("conversation", event)))
                .contains("scope operate");
        assertThat(reader.call("list_dead_letters", Map.of("workflow", "probe")).get("groups"))
                .isNotEmpty();
        assertThat(reader.call("list_kamelets", Map.of("name", "email-sink"))
                        .get("parameters")
                        .findValuesAsText("name"))
                .contains("template", "to");

        String mended = CopiedRoutes.workflow("probe", "w3").replace("== 'yes'", "== 'never'");
        assertThat(reader.call("check_file", proposal(mended)).get("ok").asBoolean())
                .isTrue();
        assertThat(reader.refused("rehearse_file", proposal(mended)))
                .contains("scope edit; this one has read", "== 'never'", "w3 ${variable.probe}")
                .doesNotContain("as asked");
        assertThat(reader.refused("deploy_file", proposal(mended))).contains("scope edit; this one has read");
        assertThat(reader.refused("replay_run", Map.of("event", event, "workflow", "probe", "dryRun", false)))
                .contains("scope operate; this one has read");
        assertThat(reader.refused("pause", Map.of("workflow", "probe", "dryRun", false)))
                .contains("scope operate");
        assertThat(ROUTES.read(PROBE)).doesNotContain("w3");
        assertThat(ledger.run(event, "probe")).startsWith("dead");
    }

    /** A condition that no file has would be an answer about each event; one that the router has is none. */
    @Test
    void rehearsesForAnAgentThatMayOnlyReadWhatSaysNothingNew() throws Exception {
        String event = CopiedRoutes.ask(webhook, "probe", "no");
        await().until(() -> ledger.run(event, "probe"), "skipped w1 k1"::equals);
        String text =
                CopiedRoutes.workflow("probe", "w1").replace("${body[bad]} == 'yes'", "${body[eventType]} == 'probe'");
        McpAgent reader = agent(Scope.READ);
        JsonNode rehearsed = reader.call("rehearse_file", proposal(text, "events", List.of(event), "last", 1));
        assertThat(rehearsed.at("/counts/would die").asInt()).isPositive();
        assertThat(rehearsed.at("/differing/0/workflows/0/proposed").toString()).isEqualTo("{\"state\":\"dead\"}");
        assertThat(rehearsed.has("receipt")).as("something would die").isFalse();
        assertThat(reader.refused("rehearse_file", proposal(text))).contains("ask again in");
    }

    /** What a text says can take in any setting, and a finding quotes what a text says. */
    @Test
    void tellsAnAgentThatMayOnlyReadNoSetting() throws Exception {
        String key = context.getEnvironment().getProperty("iadvize.rest.api-key");
        String curious = CopiedRoutes.workflow("probe", "w4").replace("${body[bad]}", "${{{iadvize.rest.api-key}}}");
        assertThat(agent(Scope.READ)
                        .call("check_file", proposal(curious))
                        .get("faults")
                        .toString())
                .isNotEqualTo("[]")
                .doesNotContain(key);
        assertThat(agent(Scope.EDIT)
                        .call("check_file", proposal(curious))
                        .get("faults")
                        .toString())
                .as("what it would be told otherwise")
                .contains(key);
    }

    @Test
    void letsNobodyInWithoutATokenOrFromAPage() throws Exception {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
        HttpResponse<String> stranger = new McpAgent(port, null).send("POST", body);
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(agent(Scope.METRICS).send("POST", body).statusCode()).isEqualTo(403);
        McpAgent reader = agent(Scope.READ);
        assertThat(reader.send("POST", body, "Origin", "http://evil.test").statusCode())
                .isEqualTo(403);
        assertThat(reader.send("GET", null).statusCode()).isEqualTo(405);
        assertThat(reader.send("POST", "x".repeat(100_000)).statusCode())
                .as("no JSON, and larger than a form may be")
                .isEqualTo(400);
        assertThat(reader.tools())
                .hasSizeGreaterThan(15)
                .allMatch(tool -> tool.at("/annotations/readOnlyHint").asBoolean()
                        || tool.at("/inputSchema/properties/dryRun/default").asBoolean());
    }
}
