package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.access.TestTokens;
import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Replays very many dead runs at once while events keep coming. Half of them are dead because the mail server refused the mail, the other
 * half because it took the mail and hung up, so that nobody knows: these must not be sent again. Run it with {@code -Dtest.dead=100000}, and
 * {@code -Dtest.replay-rate=200} for another rate than the usual one.
 */
@EnabledIfSystemProperty(
        named = "test.dead",
        matches = "\\d+",
        disabledReason = "It takes minutes. Run it with -Dtest.dead=5000; LedgerApiTest replays a few.")
class ReplayIT {

    private static final int DEAD = Integer.getInteger("test.dead", 0);
    private static final Integer REPLAY_RATE = Integer.getInteger("test.replay-rate");
    private static final int LIVE_RATE = Integer.getInteger("test.rate", 50);
    private static final int DYING_RATE = 200;
    private static final int FIRST = 1_000_000;
    private static final Duration BEFORE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Map<String, Integer> mails = new ConcurrentHashMap<>();
    private final AtomicInteger visitors = new AtomicInteger(FIRST);
    private final HttpClient client = HttpClient.newHttpClient();
    private Path templates;
    private JdbcClient database;
    private String authorization;
    private AftertalkProcess aftertalk;

    /** The templates, with one that had rather not be sent twice. */
    @BeforeEach
    void copyTemplates() throws IOException {
        templates = Files.createDirectories(folder.resolve("mail"));
        try (Stream<Path> files = Files.list(Path.of("routes/mail"))) {
            for (Path file : files.toList()) {
                Files.writeString(
                        templates.resolve(file.getFileName()),
                        Files.readString(file)
                                .replace(
                                        "<meta name=\"resend\" content=\"always\">",
                                        "<meta name=\"resend\" content=\"never\">"));
            }
        }
    }

    @Test
    void sendsWhatWasNotSentOnceAndNothingElseWhileEventsKeepComing() throws Exception {
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess server = server(iadvize, smtp).start()) {
            aftertalk = server;
            database = JdbcClient.create(
                    new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("data/aftertalk.db")));
            authorization = TestTokens.authorization(database);
            smtp.handTo(mail -> mails.merge(mail.recipient(), 1, Integer::sum));
            die(smtp);
            assertThat(mails).as("sent, and in doubt").hasSize(DEAD / 2);

            SignedWebhook webhook = new SignedWebhook(server.port());
            try (EventSender live = EventSender.start(LIVE_RATE, this::event, webhook)) {
                pass(BEFORE);
                List<Double> before = live.p99OfSeconds();
                JsonNode replay = replay();
                List<Double> during = live.p99OfSeconds();
                live.finish(Duration.ofMinutes(1));
                awaitNothingOnTheWay();
                report(live, replay, before, during);
                assertThat(replay.path("matched").asInt()).isEqualTo(DEAD);
                assertThat(replay.path("replayed").asInt()).isEqualTo(DEAD);
                assertThat(mails).hasSize(DEAD + live.sent());
                assertThat(mails.values()).as("mails to one visitor").containsOnly(1);
                Balance balance = Balance.of(database);
                assertThat(balance.unexplained()).isZero();
                assertThat(balance.count("dead")).as("still in doubt").isEqualTo(DEAD / 2);
            }
        }
    }

    private AftertalkProcess server(IadvizePeer iadvize, SmtpPeer smtp) throws IOException {
        List<String> settings = new ArrayList<>(List.of(AftertalkProcess.settings(iadvize, smtp)));
        settings.add("--mail.templates=" + templates);
        // A server that hangs up counts as down after so many; this one shall go on being asked.
        settings.add("--resilience.failures=" + 2 * DEAD);
        return AftertalkProcess.with(folder.resolve("data"), settings.toArray(String[]::new));
    }

    /** Lets the first runs die, every other one in doubt. */
    private void die(SmtpPeer smtp) {
        smtp.refuseTo(recipient -> visitor(recipient) % 2 == 0);
        smtp.leaveInDoubt(recipient -> visitor(recipient) % 2 == 1);
        try (EventSender sender =
                EventSender.start(DYING_RATE, this::eventThatDies, new SignedWebhook(aftertalk.port()))) {
            await("the events that die are sent")
                    .atMost(Duration.ofSeconds(60 + DEAD / DYING_RATE * 3))
                    .until(() -> sender.sent() >= DEAD);
            sender.finish(Duration.ofMinutes(1));
        }
        awaitNothingOnTheWay();
        assertThat(Balance.of(database).count("dead")).isEqualTo(DEAD);
        smtp.refuse(false);
        smtp.leaveInDoubt(recipient -> false);
    }

    private static int visitor(String recipient) {
        return Integer.parseInt(recipient.replaceAll("v(\\d+)@.*", "$1"));
    }

    private String eventThatDies() {
        return visitors.get() == FIRST + DEAD ? null : event();
    }

    private String event() {
        return SignedWebhook.closedConversation(visitors.getAndIncrement());
    }

    /** Has them all run again, and returns what the order says in the end. */
    private JsonNode replay() throws Exception {
        String rate = REPLAY_RATE == null ? "" : ", \"perSecond\": " + REPLAY_RATE;
        JsonNode order = ask(
                "POST",
                "/api/runs/replay",
                "{\"filter\": {\"workflow\": \"thank-you-email\"}, \"dry\": false" + rate + "}");
        String path = "/api/replays/" + order.path("id").asText();
        await("the replay is done")
                .atMost(Duration.ofSeconds(120 + DEAD / 10))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> ask("GET", path, "").path("state").asText().equals("done"));
        return ask("GET", path, "");
    }

    private JsonNode ask(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + aftertalk.port() + path))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        return JSON.readTree(answer.body());
    }

    private void awaitNothingOnTheWay() {
        await("nothing is on its way")
                .atMost(Duration.ofSeconds(120 + DEAD / 20))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> Balance.of(database).onTheWay() == 0);
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(5)).until(() -> System.nanoTime() >= end);
    }

    private void report(EventSender live, JsonNode replay, List<Double> before, List<Double> during) {
        Duration took = Duration.between(
                Instant.parse(replay.path("createdAt").asText()),
                Instant.parse(replay.path("endedAt").asText()));
        System.out.printf(
                """

                dead runs                      %d, half of them with the mail sent
                replayed                       %d in %d s (%d a second were asked for)
                live events                    %d at %d a second
                mails sent twice               %d
                p99 of acknowledgements, before:  median of %d seconds %.1f ms, worst second %.1f ms
                p99 of acknowledgements, during:  median of %d seconds %.1f ms, worst second %.1f ms

                """,
                DEAD,
                replay.path("replayed").asInt(),
                took.toSeconds(),
                replay.path("perSecond").asInt(),
                live.sent(),
                LIVE_RATE,
                mails.values().stream().filter(count -> count > 1).count(),
                before.size(),
                before.get(before.size() / 2),
                before.get(before.size() - 1),
                during.size(),
                during.get(during.size() / 2),
                during.get(during.size() - 1));
    }
}
