package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.web.WebhookSwap;
import java.time.Duration;
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
