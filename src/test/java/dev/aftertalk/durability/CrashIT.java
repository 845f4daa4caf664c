package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.access.TestTokens;
import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.SignedWebhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Kills the server again and again while events come at a steady rate and all workflows act on them: nothing may be lost, nothing be done
 * twice. {@code -Dtest.kills=50 -Dtest.rate=100} is the long version.
 */
class CrashIT {

    private static final int KILLS = Integer.getInteger("test.kills", 1);
    private static final int RATE = Integer.getInteger("test.rate", 50);
    private static final int CODES = 1000 + KILLS * RATE * 20;
    /** One kill in so many hits a server that is still starting. */
    private static final int DURING_START = 7;

    private static final int LONGEST_LIFE = 6000;

    @TempDir
    Path folder;

    private final List<Long> startMillis = new ArrayList<>();

    @Test
    void nothingIsLostAndNothingIsDoneTwiceHoweverOftenTheServerIsKilled() throws Exception {
        Conversations conversations = new Conversations();
        try (Peers peers = new Peers(folder.resolve("codes"), CODES);
                AftertalkProcess aftertalk = AftertalkProcess.with(folder.resolve("data"), peers.settings())) {
            start(aftertalk);
            SignedWebhook webhook = new SignedWebhook(aftertalk.port());
            try (EventSender sender = EventSender.start(RATE, conversations::next, webhook)) {
                for (int kill = 1; kill <= KILLS; kill++) {
                    pass(ThreadLocalRandom.current().nextInt(KILLS == 1 ? LONGEST_LIFE / 3 : 0, LONGEST_LIFE));
                    aftertalk.kill();
                    if (kill % DURING_START == 0) {
                        aftertalk.launch();
                        pass(ThreadLocalRandom.current().nextInt(LONGEST_LIFE));
                        aftertalk.kill();
                    }
                    start(aftertalk);
                }
                pass(1000);
                sender.finish(Duration.ofMinutes(5));

                JdbcClient database = JdbcClient.create(
                        new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("data/aftertalk.db")));
                awaitNothingOnItsWay(database);
                Effects effects = new Effects(conversations, peers, database);
                String authorization = TestTokens.authorization(database);
                report(sender, conversations, peers, effects, Balance.of(database));
                check(conversations, effects, Balance.of(database));
                assertThat(figures(aftertalk.port(), authorization)).isEqualTo(distribution(conversations));
            }
        }
    }

    private static void awaitNothingOnItsWay(JdbcClient database) {
        await("nothing is on its way")
                .atMost(Duration.ofMinutes(2 + KILLS))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> Balance.of(database).onTheWay() == 0);
    }

    private void start(AftertalkProcess aftertalk) throws Exception {
        long from = System.nanoTime();
        aftertalk.start();
        startMillis.add((System.nanoTime() - from) / 1_000_000);
    }

    private static void pass(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofMillis(millis + 5000))
                .until(() -> System.nanoTime() >= end);
    }

    private static void check(Conversations conversations, Effects effects, Balance balance) {
        assertThat(balance.unexplained()).as("unexplained").isZero();
        assertThat(effects.deadOtherwise())
                .as("dead, but not for mails that were cut off twice")
                .isEmpty();
        assertThat(balance.count("unrouted")).as("unrouted").isZero();
        assertThat(balance.accepted()).isEqualTo(conversations.events().size());
        assertThat(effects.lost()).as("lost").isZero();
        assertThat(effects.secondLeads()).as("second leads").isZero();
        assertThat(effects.secondTasks()).as("second tasks").isZero();
        assertThat(effects.secondIssues()).as("second issues").isZero();
        assertThat(effects.secondCodes()).as("second promo codes").isZero();
        assertThat(effects.mailsSentThrice()).as("mails sent three times").isEmpty();
        assertThat(effects.unmarkedMails())
                .as("mails sent twice, which the ledger does not say")
                .isEmpty();
        effects.assertComplete();
    }

    /** What the report says of each score. */
    private static Map<String, Long> figures(int port, String authorization) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/satisfaction"))
                .header("Authorization", authorization)
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode scores =
                new ObjectMapper().readTree(answer.body()).path("csat").path("distribution");
        return scores.properties().stream()
                .filter(of -> of.getValue().asLong() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, of -> of.getValue().asLong()));
    }

    private static Map<String, Long> distribution(Conversations conversations) {
        return conversations.scores().values().stream()
                .collect(Collectors.groupingBy(String::valueOf, Collectors.counting()));
    }

    private void report(
            EventSender sender, Conversations conversations, Peers peers, Effects effects, Balance balance) {
        startMillis.sort(null);
        List<String> lines = new ArrayList<>(List.of(
                row("kills", KILLS + KILLS / DURING_START),
                row("events per second", RATE),
                row("events", sender.sent()),
                row("  of these", conversations.types()),
                row("sent twice on purpose", sender.doubled()),
                row("sent again after", sender.refusals()),
                row("time to ready, median ms", startMillis.get(startMillis.size() / 2)),
                row("runs tried more than once", effects.interrupted()),
                row("lost", effects.lost()),
                row("unexplained", balance.unexplained()),
                row("second leads / tasks", effects.secondLeads() + " / " + effects.secondTasks()),
                row("second issues", effects.secondIssues()),
                row("second promo codes", effects.secondCodes()),
                row("mails", peers.mails.count()),
                row("mails sent twice", peers.mails.sentTwice().size()),
                row("  not marked in the ledger", effects.unmarkedMails().size()),
                row("runs the ledger marks", effects.marked().size()),
                row("  for a person to decide", effects.inDoubt())));
        System.out.println("\n" + String.join("\n", lines) + "\n\n" + balance.text() + "\n");
    }

    private static String row(String name, Object value) {
        return "%-28s %s".formatted(name, value);
    }
}
