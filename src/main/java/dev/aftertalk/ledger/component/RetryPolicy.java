package dev.aftertalk.ledger.component;

import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.WaitingException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When to try again: after a delay that grows with each attempt and is spread at random, so that runs that failed together don't come back
 * together; and when to give up. How long a run has waited for somebody is no part of how long it has failed.
 */
record RetryPolicy(
        Duration redeliveryDelay, double backOffMultiplier, Duration maximumRedeliveryDelay, Duration giveUpAfter) {

    static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofSeconds(1), 2, Duration.ofMinutes(5), Duration.ofHours(24));

    private static final double SPREAD = 0.25;

    /** The end of an attempt that failed in a way that may mend itself: a retry, or dead once it has gone on for too long. */
    Outcome outcome(Run run, Throwable failure, long now) {
        String cause = Causes.describe(failure);
        boolean mayHaveHappened = Causes.find(failure, OutcomeUnknownException.class) != null;
        boolean waiting = Causes.find(failure, WaitingException.class) != null;
        if (now - (waiting ? run.firstDueAt() : run.firstClaimedAt()) >= giveUpAfter.toMillis()) {
            return new Outcome.Dead(
                    "Given up after " + run.attemptOfThisTime() + " attempts: " + cause, mayHaveHappened);
        }
        Duration asked = Causes.retryAfter(failure).orElse(Duration.ZERO);
        Duration delay = delay(run.attemptOfThisTime());
        return new Outcome.Retry(asked.compareTo(delay) > 0 ? asked : delay, cause, mayHaveHappened, waiting);
    }

    private Duration delay(int attempt) {
        double grown = redeliveryDelay.toMillis() * Math.pow(backOffMultiplier, Math.min(attempt - 1, 40));
        double bounded = Math.min(grown, maximumRedeliveryDelay.toMillis());
        double spread = ThreadLocalRandom.current().nextDouble(1 - SPREAD, 1 + SPREAD);
        return Duration.ofMillis((long) (bounded * spread));
    }
}
