package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.EventStream;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashIT {

    @TempDir
    Path folder;

    @Test
    void everyAcknowledgedEventEndsOnceAndNoMailIsMissingAfterKillNine() throws Exception {
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk =
                        AftertalkProcess.with(folder.resolve("data"), AftertalkProcess.settings(iadvize, smtp))) {
            aftertalk.start();
            SignedWebhook webhook = new SignedWebhook(aftertalk.port());
            try (EventStream events = EventStream.start(1000, 500, 100, webhook)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> events.sent() >= 250);
                aftertalk.kill();
                events.await();
                aftertalk.start();

                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(new HashSet<>(smtp.recipients()))
                        .containsAll(events.acknowledged()));
                LedgerFile ledger = new LedgerFile(folder.resolve("data"));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> ledger.balance().oldestOnTheWay().isEmpty());
                Balance balance = ledger.balance();
                assertThat(events.acknowledged()).hasSizeGreaterThan(100);
                assertThat(balance.accepted())
                        .isGreaterThanOrEqualTo(events.acknowledged().size());
                assertThat(balance.unexplained()).isZero();
                assertThat(balance.count("done")).isEqualTo(3 * balance.accepted());
            }
        }
    }
}
