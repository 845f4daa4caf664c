package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.web.WebhookSwap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Who counts as inside. */
class WebhookHoldTest {

    private static final Duration SOON = Duration.ofMillis(50);

    private final WebhookHold hold = new WebhookHold(new WebhookSwap());
    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private boolean isNobodyInside() throws InterruptedException {
        return hold.whileNobodyIsInside(SOON, () -> {});
    }

    private void callAsIfAnsweredLater() throws Exception {
        request.setAsyncSupported(true);
        hold.doFilter(request, response, (asked, answer) -> asked.startAsync());
    }

    @Test
    void waitsForWhoWaitsForAnAnswer() throws Exception {
        callAsIfAnsweredLater();
        assertThat(isNobodyInside()).isFalse();
        request.getAsyncContext().complete();
        assertThat(isNobodyInside()).isTrue();
    }

    /** Tomcat never ends a request whose caller closes the connection in the moment between the answer and the end. */
    @Test
    void countsOutWhoHasItsAnswerThoughItsRequestNeverEnds() throws Exception {
        callAsIfAnsweredLater();
        response.flushBuffer();
        assertThat(isNobodyInside()).isTrue();
        request.getAsyncContext().complete();
        assertThat(isNobodyInside()).as("and not twice").isTrue();
    }

    /** They wait on the web server's threads, and one of those is needed by who is inside. */
    @Test
    void givesUpWhileManyWaitAndSomebodyIsInside() throws Exception {
        callAsIfAnsweredLater();
        CountDownLatch through = new CountDownLatch(100);
        List<Thread> callers = new ArrayList<>();
        AtomicBoolean isGivenUp = new AtomicBoolean();
        Thread deploys = new Thread(() -> {
            try {
                isGivenUp.set(!hold.whileNobodyIsInside(Duration.ofMinutes(5), () -> {}));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        deploys.start();
        await().until(() -> deploys.getState() == Thread.State.TIMED_WAITING);
        for (int i = 0; i < 100; i++) {
            Thread caller = new Thread(() -> {
                try {
                    hold.doFilter(
                            new MockHttpServletRequest(),
                            new MockHttpServletResponse(),
                            (asked, answer) -> through.countDown());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            caller.start();
            callers.add(caller);
        }
        deploys.join(Duration.ofSeconds(30).toMillis());
        assertThat(isGivenUp).isTrue();
        assertThat(through.await(30, TimeUnit.SECONDS)).isTrue();
        request.getAsyncContext().complete();
        assertThat(isNobodyInside()).isTrue();
    }

    @Test
    void holdsWhoComesWhileTheRouteIsReplaced() throws Exception {
        CountDownLatch through = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            try {
                hold.doFilter(request, response, (asked, answer) -> through.countDown());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(hold.whileNobodyIsInside(SOON, () -> {
                    caller.start();
                    await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
                    assertThat(through.getCount()).isOne();
                }))
                .isTrue();
        assertThat(through.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void keepsNoMoreThanSomeOfThoseWhoseRequestsNeverEnd() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            MockHttpServletRequest each = new MockHttpServletRequest();
            each.setAsyncSupported(true);
            MockHttpServletResponse answer = new MockHttpServletResponse();
            hold.doFilter(each, answer, (asked, answered) -> asked.startAsync());
            answer.flushBuffer();
        }
        assertThat(hold.waiting()).isLessThanOrEqualTo(1_001);
    }
}
