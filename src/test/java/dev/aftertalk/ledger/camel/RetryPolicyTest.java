package dev.aftertalk.ledger.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.NotCalledException;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.WaitingException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long NOW = 1000 * DAY;

    private static final RetryPolicy OUTAGE = RetryPolicy.DEFAULT;
    private static final RetryPolicy WAIT =
            new RetryPolicy(Duration.ofMinutes(1), 2.0, Duration.ofMinutes(15), Duration.ofDays(30), -1);

    private static final Throwable BUSY = new RetryableException("busy", null);
    private static final Throwable EMPTY = new WaitingException("no code is left");

    @Test
    void waitsForPeopleMuchLongerThanForASystemThatIsDown() {
        assertThat(OUTAGE.outcome(run(40, NOW - DAY, NOW - DAY), BUSY, NOW))
                .isEqualTo(new Outcome.Dead("Given up after 40 attempts: busy", false));
        assertThat(WAIT.outcome(run(40, NOW - 29 * DAY, NOW - 29 * DAY), EMPTY, NOW))
                .isInstanceOf(Outcome.Retry.class);
        assertThat(WAIT.outcome(run(40, NOW - 30 * DAY, NOW), EMPTY, NOW))
                .isEqualTo(new Outcome.Dead("Given up after 40 attempts: no code is left", false));
    }

    @Test
    void doesNotCountTheTimeARunHasWaitedWhenASystemIsDownAfterwards() {
        assertThat(OUTAGE.outcome(run(40, NOW - 20 * DAY, NOW - 1000), BUSY, NOW))
                .isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void attemptsThatDidNotGetToCallAreNoFailuresButTheTimeGoesOn() {
        RetryPolicy twoMore =
                new RetryPolicy(Duration.ofSeconds(1), 2.0, Duration.ofMinutes(5), Duration.ofHours(24), 2);
        Throwable leftAlone = new IllegalStateException(new NotCalledException("down", Duration.ofSeconds(20)));

        Outcome.Retry retry = retry(twoMore, notCalled(40, 37), leftAlone);
        assertThat(retry.notCalled()).isTrue();
        assertThat(retry.delay()).isGreaterThan(Duration.ofMinutes(3));
        assertThat(retry(twoMore, notCalled(40, 38), BUSY).notCalled()).isFalse();
        assertThat(twoMore.outcome(notCalled(40, 37), BUSY, NOW)).isInstanceOf(Outcome.Dead.class);
        assertThat(OUTAGE.outcome(run(1, NOW - DAY, NOW - DAY), leftAlone, NOW)).isInstanceOf(Outcome.Dead.class);
    }

    @Test
    void whatWaitsForASystemDoesNotLookByItselfBeforeItWouldBeGivenUp() {
        long begun = NOW - Duration.ofHours(9).toMillis();
        Throwable down = new IllegalStateException(NotCalledException.until("jira", "Jira is down"));

        assertThat(OUTAGE.outcome(run(3, begun, begun), down, NOW))
                .isEqualTo(new Outcome.Retry(Duration.ofHours(15), "Jira is down", false, false, true, "jira"));
        Throwable refuses = WaitingException.until("jira", "Jira refuses us");
        assertThat(WAIT.outcome(run(3, begun, begun), refuses, NOW))
                .isEqualTo(new Outcome.Retry(
                        Duration.ofDays(30).minusHours(9), "Jira refuses us", false, true, false, "jira"));
        assertThat(retry(WAIT, run(1, NOW, NOW), EMPTY).waitsFor()).isEqualTo("no code is left");
        assertThat(retry(OUTAGE, run(1, NOW, NOW), BUSY).waitsFor()).isNull();
    }

    private static Run notCalled(int attempt, int notCalled) {
        return new Run(1, "mail", attempt, 0, notCalled, 0, NOW, NOW, NOW, null, null, "e", "t", new byte[0]);
    }

    @Test
    void waitsAsLongAsTheAnswerToAnHttpStepAsks() {
        Throwable busy = new HttpOperationFailedException(
                "http://shop.test", 503, "busy", null, Map.of("retry-after", "7200"), "");
        assertThat(retry(OUTAGE, run(1, NOW, NOW), new IllegalStateException(busy))
                        .delay())
                .isEqualTo(Duration.ofHours(2));
        Throwable silent = new HttpOperationFailedException("http://shop.test", 503, "busy", null, null, "");
        assertThat(retry(OUTAGE, run(1, NOW, NOW), silent).delay()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void looksAgainAfterMinutes() {
        assertThat(retry(WAIT, run(1, NOW, NOW), EMPTY).delay())
                .isBetween(Duration.ofSeconds(45), Duration.ofSeconds(75));
        assertThat(retry(WAIT, run(1000, NOW, NOW), EMPTY).delay())
                .isBetween(Duration.ofMinutes(11), Duration.ofMinutes(19));
    }

    @Test
    void tellsTheLedgerWhetherARunWaitsOrFails() {
        assertThat(retry(WAIT, run(1, NOW, NOW), new IllegalStateException(EMPTY))
                        .waiting())
                .isTrue();
        assertThat(retry(OUTAGE, run(1, NOW, NOW), BUSY).waiting()).isFalse();
    }

    private static Outcome.Retry retry(RetryPolicy policy, Run run, Throwable failure) {
        return (Outcome.Retry) policy.outcome(run, failure, NOW);
    }

    private static Run run(int attempt, long firstDueAt, long firstClaimedAt) {
        return new Run(1, "mail", attempt, firstDueAt, firstClaimedAt, NOW - 40 * DAY, null, "e", "t", new byte[0]);
    }
}
