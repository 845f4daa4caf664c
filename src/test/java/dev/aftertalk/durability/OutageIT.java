package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long an outage lasts is a setting ({@code -Dtest.outage=PT60S}), so that the same test can run short and long. */
class OutageIT {

    private static final Duration OUTAGE = Duration.parse(System.getProperty("test.outage", "PT5S"));

    @TempDir
    Path folder;

    @Test
    void whatIsAcknowledgedDuringOutagesIsDeliveredAfterwardsWithoutAHand() throws Exception {
        List<String> expected = new ArrayList<>();
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk =
                        AftertalkProcess.with(folder.resolve("data"), AftertalkProcess.settings(iadvize, smtp))) {
            iadvize.stop();
            smtp.stop();
            aftertalk.start();
            SignedWebhook webhook = new SignedWebhook(aftertalk.port());

            expected.addAll(postDuring(webhook, 100));
            iadvize.start();
            expected.addAll(postDuring(webhook, 200));
            smtp.start();
            delivered(smtp, expected);
            iadvize.stop();
            expected.addAll(postDuring(webhook, 300));
            iadvize.start();
            delivered(smtp, expected);
            smtp.stop();
            expected.addAll(postDuring(webhook, 400));
            smtp.start();
            delivered(smtp, expected);

            assertThat(new LedgerFile(folder.resolve("data")).balance().count("dead"))
                    .isZero();
        }
    }

    /** Ten events over the length of the outage. */
    private static List<String> postDuring(SignedWebhook webhook, int firstVisitor) throws Exception {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            assertThat(webhook.post(SignedWebhook.closedConversation(firstVisitor + i)))
                    .isEqualTo(202);
            addresses.add("v" + (firstVisitor + i) + "@visitors.test");
            long next = System.nanoTime() + OUTAGE.dividedBy(10).toNanos();
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(OUTAGE.plusSeconds(1))
                    .until(() -> System.nanoTime() >= next);
        }
        return addresses;
    }

    private static void delivered(SmtpPeer smtp, List<String> expected) {
        await().atMost(OUTAGE.multipliedBy(3).plusSeconds(30))
                .untilAsserted(() -> assertThat(smtp.recipients()).containsExactlyInAnyOrderElementsOf(expected));
    }
}
