package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aftertalk.access.TestTokens;
import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.Javas;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Senders that trickle their bodies in, more of them than the server has threads, keep no event from being acknowledged, and leave nothing
 * behind. {@code -Dtest.slow=PT60S} is the long version: with the settings as they come, and 99 of 100 events acknowledged within a second.
 */
class SlowSendersIT {

    private static final String LONG = System.getProperty("test.slow");
    private static final Duration TIME = Duration.parse(LONG == null ? "PT4S" : LONG);
    private static final int SENDERS = 400;
    private static final int RATE = 50;
    private static final double MOST_MILLIS = 1_000;

    @TempDir
    Path folder;

    private final AtomicInteger visitors = new AtomicInteger(1_000);

    @Test
    void keepNoEventWaiting() throws Exception {
        prove(Path.of(System.getProperty("java.home")));
    }

    @Test
    void keepNoEventWaitingOnVirtualThreads() throws Exception {
        assumeTrue(LONG != null, "The long version, with -Dtest.slow=PT60S, runs on Java 25 too.");
        Optional<Path> java = Javas.atLeast(25);
        assumeTrue(java.isPresent(), "This test wants a Java 25, here or in /usr/lib/jvm.");
        prove(java.get());
    }

    private void prove(Path java) throws Exception {
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk = AftertalkProcess.with(folder.resolve("data"), settings(iadvize, smtp))
                        .on(java)) {
            smtp.handTo(mail -> {});
            aftertalk.start();
            JdbcClient database = JdbcClient.create(
                    new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("data/aftertalk.db")));
            String token = TestTokens.authorization(database);
            SignedWebhook webhook = new SignedWebhook(aftertalk.port());
            try (EventSender events = EventSender.start(RATE, this::event, webhook)) {
                pass(TIME); // what the others are compared with; also what a server needs to get warm
                double alone = events.p99();
                double among = amongSlowSenders(aftertalk.port(), token, events);
                events.finish(Duration.ofMinutes(1));
                assertThat(events.refusals())
                        .as("each event is taken the first time")
                        .isEmpty();
                System.out.printf(
                        "%s: %d events; 99 of 100 acknowledged within %.0f ms, among %d slow senders within %.0f ms%n",
                        java, events.sent(), alone, SENDERS, among);
                if (LONG != null) {
                    assertThat(among).as("milliseconds").isLessThan(MOST_MILLIS);
                }
                await("nothing is left of them")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> arriving(aftertalk.port(), token) == 0);
                checkLedger(events.sent());
            }
        }
    }

    private double amongSlowSenders(int port, String token, EventSender events) throws Exception {
        try (SlowSenders slow = new SlowSenders(port, SENDERS, Duration.ofSeconds(3))) {
            await("all of them are waited for")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> arriving(port, token) >= SENDERS * 9 / 10);
            events.p99();
            pass(TIME);
            System.out.println("The slow senders were answered " + slow.answers());
            assertThat(slow.answers())
                    .as("each finds a place, and is told when it took too long")
                    .containsOnlyKeys(LONG == null ? new String[0] : new String[] {"408"});
            return events.p99();
        }
    }

    private static String[] settings(IadvizePeer iadvize, SmtpPeer smtp) {
        List<String> settings = new ArrayList<>(List.of(AftertalkProcess.settings(iadvize, smtp)));
        // Exactly as many places as there are slow senders to others than the webhook.
        settings.add("--aftertalk.web.max-arriving=" + SENDERS * 3 / 4);
        if (LONG == null) {
            // Whoever held a thread would keep it for longer than an event's sender waits, and there are few.
            settings.add("--aftertalk.web.body-timeout=2m");
            settings.add("--server.tomcat.threads.max=20");
        }
        return settings.toArray(String[]::new);
    }

    private String event() {
        return SignedWebhook.closedConversation(visitors.getAndIncrement());
    }

    private void checkLedger(int sent) {
        LedgerFile ledger = new LedgerFile(folder.resolve("data"));
        await("all is done")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> ledger.balance().onTheWay() == 0);
        Balance balance = ledger.balance();
        assertThat(balance.accepted()).isEqualTo(sent);
        assertThat(balance.unexplained()).isZero();
        assertThat(balance.count("dead")).isZero();
    }

    /** How many bodies the server says that it waits for. */
    private static double arriving(int port, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .header("Authorization", token)
                .build();
        String metrics = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("aftertalk_web_arriving{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(time.plusSeconds(10))
                .until(() -> System.nanoTime() - end >= 0);
    }
}
