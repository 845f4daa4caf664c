package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.EventStream;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk that can't be synced does ({@code -Dtest.unsynced=PT10S} for longer). */
class SyncIT {

    private static final Duration UNSYNCED = Duration.parse(System.getProperty("test.unsynced", "PT2S"));
    private static final int REPEATED = 9000;

    @TempDir
    Path folder;

    @Test
    void acknowledgesNothingWhileSyncsFailAndGoesOnOnceTheyWork() throws Exception {
        Path said = folder.resolve("strace");
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk = server(iadvize, smtp)) {
            aftertalk.start();
            SignedWebhook webhook = new SignedWebhook(aftertalk.port());
            int load = 50 * (int) UNSYNCED.plusSeconds(2).toSeconds();
            List<String> refused = new ArrayList<>();
            try (EventStream events = EventStream.start(1000, load, 50, webhook)) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> events.acknowledged().size() >= 25);
                Optional<FailingSync> failing = FailingSync.of(aftertalk.pid(), said);
                assumeTrue(failing.isPresent(), "This test needs strace (apt-get install strace) that may attach.");
                try (FailingSync until = failing.get()) {
                    refuses(webhook, refused);
                    int acknowledged = events.acknowledged().size();
                    for (long end = System.nanoTime() + UNSYNCED.toNanos(); System.nanoTime() < end; ) {
                        refuses(webhook, refused);
                    }
                    assertThat(events.acknowledged()).hasSize(acknowledged);
                    assertThat(FailingSync.failures(said)).isPositive();
                    assertThat(aftertalk.status("/actuator/health/liveness")).isEqualTo(200);
                }
                await().atMost(Duration.ofSeconds(20)).until(() -> webhook.post(refused.get(0)) == 202);
                for (String event : refused) {
                    await().until(() -> webhook.post(event) == 202);
                }
                events.await();
                delivered(events, refused, smtp);
            }
            aftertalk.kill();
        }
        wholeAndClean(new LedgerFile(folder.resolve("data")));
    }

    private AftertalkProcess server(IadvizePeer iadvize, SmtpPeer smtp) throws Exception {
        List<String> settings = new ArrayList<>(List.of(AftertalkProcess.settings(iadvize, smtp)));
        settings.add("--aftertalk.ledger.accept-timeout=500ms");
        return AftertalkProcess.with(folder.resolve("data"), settings.toArray(String[]::new));
    }

    /** A new event, which is kept to be sent again as iAdvize does. */
    private static void refuses(SignedWebhook webhook, List<String> refused) throws Exception {
        String event = SignedWebhook.closedConversation(REPEATED + refused.size());
        refused.add(event);
        assertThat(webhook.post(event)).isEqualTo(503);
    }

    /** What was acknowledged, the first time or when it came again, is delivered, and nothing twice. */
    private static void delivered(EventStream events, List<String> refused, SmtpPeer smtp) {
        List<String> expected = new ArrayList<>(events.acknowledged());
        for (int i = 0; i < refused.size(); i++) {
            expected.add("v" + (REPEATED + i) + "@visitors.test");
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(smtp.recipients()).containsAll(expected));
        assertThat(smtp.recipients()).doesNotHaveDuplicates();
    }

    private static void wholeAndClean(LedgerFile ledger) {
        assertThat(ledger.integrity()).isEqualTo("ok");
        Balance balance = ledger.balance();
        assertThat(balance.unexplained()).isZero();
        assertThat(balance.count("dead")).isZero();
    }
}
