package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.Promised;
import dev.aftertalk.testing.SignedWebhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One system that hangs, and what has nothing to do with it. */
class BulkheadTest extends RoutesTest {

    private static final String VISITOR =
            "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":%1$d,\"email\":\"v%1$d@visitors.test\"}}";
    private static final int MORE_THAN_A_WORKFLOW_HAS_THREADS = 40;

    @Test
    void aSystemThatHangsHoldsUpNeitherTheWebhookNorOtherWorkflowsAndTakesNoMoreThreadsThanItsWorkflowsHave()
            throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger visitors = new AtomicInteger(9_300);
        List<String> hanging = new ArrayList<>();
        IADVIZE.answer(exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            IadvizePeer.json(exchange, 200, VISITOR.formatted(visitors.incrementAndGet()));
        });
        try {
            for (int i = 0; i < MORE_THAN_A_WORKFLOW_HAS_THREADS; i++) {
                String event = SignedWebhook.closedConversation(9300 + i);
                assertThat(webhook.post(event)).isEqualTo(202);
                hanging.add(EventIds.of(event));
            }
            Promised.within(Duration.ofSeconds(5), () -> {
                String other = EventIds.renewed(SignedWebhook.sample("conversation.started"));
                assertThat(webhook.post(other)).isEqualTo(202);
                awaitRun(EventIds.of(other), "live-conversations", "done");
                return other;
            });
            assertThat(threadsOfTheWorkflow().values()).isNotEmpty().allSatisfy(count -> assertThat(count)
                    .isLessThanOrEqualTo(16));
        } finally {
            over.countDown();
        }
        // Nothing goes on into the next test.
        IADVIZE.answer(null);
        hanging.forEach(event -> awaitRun(event, "thank-you-email", "done"));
    }

    /** By application, since other tests' have threads of that name too: Camel (NAME) thread #1 - ledger-thank-you-email. */
    private static Map<String, Long> threadsOfTheWorkflow() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.endsWith("ledger-thank-you-email"))
                .collect(Collectors.groupingBy(name -> name.replaceFirst(" thread .*", ""), Collectors.counting()));
    }
}
