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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SIGTERM does. */
class StopIT {

    private static final int TERMINATED = 143;

    /** How long steps may go on; the product's own is {@code -Dtest.stop=PT18S}, and 30 s with the rest. */
    private static final Duration STEPS = Duration.parse(System.getProperty("test.stop", "PT6S"));

    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration THE_REST = Duration.ofSeconds(12);

    @TempDir
    Path folder;

    @Test
    void refusesEventsAtOnceAndIsGoneInTimeThoughAPeerHangsAndItsRunGoesAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk = process(
                        iadvize,
                        smtp,
                        "--iadvize.read-timeout=10m",
                        "--camel.main.shutdown-timeout=" + STEPS.toSeconds())) {
            iadvize.answer(exchange -> {
                asked.countDown();
                awaitQuietly(over);
            });
            aftertalk.start();
            SignedWebhook webhook = new SignedWebhook(aftertalk.port());
            String event = SignedWebhook.closedConversation(7);
            assertThat(webhook.post(event)).isEqualTo(202);
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

            long begun = System.nanoTime();
            aftertalk.askToStop();
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(STEPS)
                    .until(() -> webhook.post(SignedWebhook.closedConversation(8)) == 503);
            assertThat(aftertalk.awaitExit()).isEqualTo(TERMINATED);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(STEPS.plus(THE_REST));

            LedgerFile ledger = new LedgerFile(folder.resolve("data"));
            assertThat(ledger.run(eventId(event), "thank-you-email")).startsWith("queued The server stopped");
            iadvize.answer(null);
            aftertalk.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> smtp.recipients().contains("v7@visitors.test"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> ledger.balance().oldestOnTheWay().isEmpty());
            assertThat(ledger.attempts(eventId(event), "thank-you-email")).isEqualTo(1);
        } finally {
            over.countDown();
        }
    }

    @Test
    void takesEventsUntilTheDrainDelayIsOverAndThenLetsStepsFinishThatNeedAMoment() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk =
                        process(iadvize, smtp, "--aftertalk.drain-delay=" + DRAIN.toSeconds() + "s")) {
            iadvize.answer(exchange -> {
                asked.countDown();
                awaitQuietly(over);
                String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
                IadvizePeer.json(
                        exchange,
                        200,
                        "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":%1$s,\"email\":\"v%1$s@visitors.test\"}}"
                                .formatted(id));
            });
            aftertalk.start();
            SignedWebhook webhook = new SignedWebhook(aftertalk.port());
            String before = SignedWebhook.closedConversation(9);
            assertThat(webhook.post(before)).isEqualTo(202);
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(aftertalk.status("/actuator/health/readiness")).isEqualTo(200);

            aftertalk.askToStop();
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(DRAIN)
                    .until(() -> aftertalk.status("/actuator/health/readiness") == 503);
            String draining = SignedWebhook.closedConversation(11);
            assertThat(webhook.post(draining)).isEqualTo(202);
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> aftertalk.status("/health") != 200);
            stays503For(Duration.ofSeconds(2), webhook);
            over.countDown();
            assertThat(aftertalk.awaitExit()).isEqualTo(TERMINATED);

            LedgerFile ledger = new LedgerFile(folder.resolve("data"));
            assertThat(smtp.recipients()).containsExactlyInAnyOrder("v9@visitors.test", "v11@visitors.test");
            assertThat(ledger.run(eventId(before), "thank-you-email")).isEqualTo("done");
            assertThat(ledger.run(eventId(draining), "thank-you-email")).isEqualTo("done");
        } finally {
            over.countDown();
        }
    }

    /** As long as steps finish: a refused connection would look like a dead server. */
    private static void stays503For(Duration time, SignedWebhook webhook) throws Exception {
        String event = SignedWebhook.closedConversation(12);
        for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
            assertThat(webhook.post(event)).isEqualTo(503);
        }
    }

    private AftertalkProcess process(IadvizePeer iadvize, SmtpPeer smtp, String... more) throws Exception {
        List<String> settings = new ArrayList<>(Arrays.asList(AftertalkProcess.settings(iadvize, smtp)));
        settings.addAll(Arrays.asList(more));
        return AftertalkProcess.with(folder.resolve("data"), settings.toArray(String[]::new));
    }

    private static String eventId(String event) {
        return event.replaceAll("(?s).*\"eventId\": *\"([^\"]+)\".*", "$1");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
