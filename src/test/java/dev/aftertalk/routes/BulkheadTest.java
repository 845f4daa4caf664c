package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.SignedWebhook;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One system that hangs, and what has nothing to do with it. */
class BulkheadTest extends RoutesTest {

    @Autowired
    private CamelContext camel;

    private static final int MORE_THAN_A_WORKFLOW_HAS_THREADS = 40;

    @Test
    void aSystemThatHangsHoldsUpNeitherTheWebhookNorOtherWorkflowsAndTakesNoMoreThreadsThanItsWorkflowsHave()
            throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        IADVIZE.answer(exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            for (int i = 0; i < MORE_THAN_A_WORKFLOW_HAS_THREADS; i++) {
                assertThat(webhook.post(SignedWebhook.closedConversation(9300 + i)))
                        .isEqualTo(202);
            }
            long begun = System.nanoTime();
            String other = EventIds.renewed(SignedWebhook.sample("conversation.started"));
            assertThat(webhook.post(other)).isEqualTo(202);
            awaitRun(EventIds.of(other), "live-conversations", "done");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            // Other tests' applications have threads of that name too.
            String mine = "(" + camel.getName() + ")";
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().endsWith("ledger-thank-you-email"))
                            .filter(thread -> thread.getName().contains(mine)))
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(16);
        } finally {
            over.countDown();
        }
    }
}
