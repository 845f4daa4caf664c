package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.IadvizeHistoryPeer;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** iAdvize goes on having conversations while the server is dead. Ten minutes are scaled down to seconds ({@code -Dtest.away}). */
class ReconcileIT {

    private static final Duration AWAY = Duration.parse(System.getProperty("test.away", "PT2S"));

    @TempDir
    Path folder;

    @Test
    void nothingIsMissingAfterTheServerWasAway() throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (IadvizeHistoryPeer history = new IadvizeHistoryPeer();
                IadvizePeer rest = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk = server(history, rest, smtp)) {
            aftertalk.start();
            SignedWebhook webhook = new SignedWebhook(aftertalk.port());
            List<String> all = new CopyOnWriteArrayList<>();
            clock.scheduleAtFixedRate(() -> converse(history, webhook, all), 0, 50, TimeUnit.MILLISECONDS);
            await().atMost(Duration.ofSeconds(30)).until(() -> all.size() > 40);
            aftertalk.kill();
            Instant back = Instant.now().plus(AWAY);
            await().atMost(AWAY.plusSeconds(5)).until(() -> Instant.now().isAfter(back));
            aftertalk.start();
            int then = all.size();
            await().atMost(Duration.ofSeconds(30)).until(() -> all.size() > then + 40);
            clock.shutdownNow();

            LedgerFile ledger = new LedgerFile(folder.resolve("data"));
            await().atMost(Duration.ofSeconds(60).plus(AWAY.dividedBy(2))) // each of them is a look-up and a mail
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(missing(ledger, all)).isEmpty());
            await().atMost(Duration.ofSeconds(30)).until(() -> aftertalk.log().contains(" 0 missing of "));
            assertThat(ledger.eventTypes()).hasSameSizeAs(all).allSatisfy((id, types) -> assertThat(types)
                    .containsExactly("v2.conversation.closed"));
            System.out.println(aftertalk
                    .log()
                    .lines()
                    .filter(line -> line.contains(" missing of "))
                    .collect(Collectors.joining("\n", "\n", "\n")));
        } finally {
            clock.shutdownNow();
        }
    }

    private AftertalkProcess server(IadvizeHistoryPeer history, IadvizePeer rest, SmtpPeer smtp) throws Exception {
        Stream<String> scaled = Stream.of(
                "--reconcile.heartbeat=500ms",
                "--reconcile.margin=2s",
                "--reconcile.settle=2s",
                "--reconcile.every=2s",
                "--reconcile.calls-per-second=20");
        return AftertalkProcess.with(
                folder.resolve("data"),
                Stream.of(Stream.of(AftertalkProcess.settings(rest, smtp)), Stream.of(history.settings()), scaled)
                        .flatMap(settings -> settings)
                        .toArray(String[]::new));
    }

    /** A conversation ends; whether its webhook arrives is another matter. */
    private static void converse(IadvizeHistoryPeer history, SignedWebhook webhook, List<String> all) {
        Instant now = Instant.now();
        String id = history.closed(now);
        all.add(id);
        webhook.postAsync(SignedWebhook.closedConversation(all.size())
                        .replaceFirst("\"conversationId\": *\"[^\"]*\"", "\"conversationId\": \"" + id + "\"")
                        .replace("2019-04-12T07:58:35.171Z", now.toString()))
                .exceptionally(unanswered -> 0);
    }

    private static List<String> missing(LedgerFile ledger, List<String> all) {
        List<String> missing = new ArrayList<>(all);
        missing.removeAll(ledger.eventTypes().keySet());
        return missing;
    }
}
