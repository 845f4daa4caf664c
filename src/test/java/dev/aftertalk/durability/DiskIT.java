package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.EventStream;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a full disk does, on a small one. */
class DiskIT {

    private static final int RATE = 100;

    @TempDir
    Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectories(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString());
        assumeTrue(mounted, "This test mounts a small disk (mount -t tmpfs), which only root may do.");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", "-l", disk.toString());
        }
    }

    @Test
    void refusesEventsBeforeTheDiskIsFullAndTakesThemAgainByItself() throws Exception {
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk = process(
                        iadvize,
                        smtp,
                        "--aftertalk.disk.min-free=16MB",
                        "--alerts.to=ops@shop.test",
                        "--alerts.after=1s")) {
            aftertalk.start();
            SignedWebhook webhook = new SignedWebhook(aftertalk.port());
            assertThat(webhook.post(SignedWebhook.closedConversation(1))).isEqualTo(202);

            fill(12L * 1024 * 1024);
            awaitStatus(webhook, 2, 503);
            assertThat(aftertalk.status("/actuator/health/readiness")).isEqualTo(503);
            assertThat(aftertalk.status("/actuator/health/liveness")).isEqualTo(200);
            assertThat(aftertalk.log()).contains("aftertalk.disk.min-free");
            awaitAlert(smtp, "Aftertalk: The disk is nearly full");

            Files.delete(disk.resolve("filler"));
            awaitStatus(webhook, 3, 202);
            assertThat(aftertalk.status("/actuator/health/readiness")).isEqualTo(200);
            await().atMost(Duration.ofSeconds(30)).until(() -> smtp.recipients().contains("v3@visitors.test"));
            awaitAlert(smtp, "Aftertalk, over: There is room on the disk again");
            assertThat(smtp.receivedBy("ops@shop.test")).hasSize(2);
        }
    }

    private static void awaitAlert(SmtpPeer smtp, String subject) {
        await().atMost(Duration.ofSeconds(30)).until(() -> smtp.receivedBy("ops@shop.test").stream()
                .anyMatch(mail -> subject(mail).startsWith(subject)));
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void losesAndDoublesNothingWhenTheDiskIsFullUnderLoad() throws Exception {
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk = process(
                        iadvize, smtp, "--aftertalk.disk.min-free=0B", "--aftertalk.ledger.accept-timeout=1s")) {
            aftertalk.start();
            SignedWebhook webhook = new SignedWebhook(aftertalk.port());
            LedgerFile ledger = new LedgerFile(disk.resolve("data"));
            try (EventStream stream = EventStream.start(100, Integer.MAX_VALUE, RATE, webhook)) {
                for (int round = 1; round <= 2; round++) {
                    awaitMore("acknowledged", () -> stream.acknowledged().size(), RATE);
                    fill(0);
                    awaitMore("refused", stream::refused, RATE / 2);
                    Files.delete(disk.resolve("filler"));
                }
                awaitMore("acknowledged", () -> stream.acknowledged().size(), RATE);
                stream.stop();
                stream.await();
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(smtp.recipients()).containsAll(stream.acknowledged()));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> ledger.balance().oldestOnTheWay().isEmpty());
                assertThat(smtp.recipients()).doesNotHaveDuplicates();
                assertThat(ledger.balance().unexplained()).isZero();
                assertThat(ledger.balance().count("dead")).isZero();
                assertThat(ledger.balance().accepted())
                        .isGreaterThanOrEqualTo(stream.acknowledged().size());
            }
        }
    }

    private static void awaitMore(String what, IntSupplier count, int more) {
        int before = count.getAsInt();
        await("more are " + what).atMost(Duration.ofSeconds(60)).until(() -> count.getAsInt() >= before + more);
    }

    private static void awaitStatus(SignedWebhook webhook, int visitor, int status) {
        await().pollInterval(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(20))
                .until(() -> webhook.post(SignedWebhook.closedConversation(visitor)) == status);
    }

    /** Leaves only so much. */
    private void fill(long left) throws IOException {
        byte[] some = new byte[64 * 1024];
        try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
            while (disk.toFile().getUsableSpace() > left) {
                filler.write(some);
            }
        } catch (IOException e) {
            assertThat(left).as("it is full, as it shall be").isZero();
        }
    }

    private AftertalkProcess process(IadvizePeer iadvize, SmtpPeer smtp, String... more) throws Exception {
        List<String> settings = new ArrayList<>(Arrays.asList(AftertalkProcess.settings(iadvize, smtp)));
        settings.addAll(Arrays.asList(more));
        return AftertalkProcess.with(disk.resolve("data"), settings.toArray(String[]::new));
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
