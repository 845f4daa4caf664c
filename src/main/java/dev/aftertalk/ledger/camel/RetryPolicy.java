package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.NotCalledException;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.WaitingException;
import dev.aftertalk.time.ClockSteps;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When to try again: after a delay that grows with each attempt and is spread at random, so that runs that failed together don't come back
 * together; and when to give up. How long a run has waited for somebody is no part of how long it has failed.
 */
record RetryPolicy(
        Duration redeliveryDelay,
        Double backOffMultiplier,
        Duration maximumRedeliveryDelay,
        Duration giveUpAfter,
        Integer maximumRedeliveries) {

    static final int NO_LIMIT = -1;

    /** What goes where neither the step nor the workflow says otherwise. */
    static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofSeconds(1), 2.0, Duration.ofMinutes(5), Duration.ofHours(24), NO_LIMIT);

    private static final double SPREAD = 0.25;

    /** This policy where it says something (is not null), and otherwise the other one. A longest delay never is below the first one. */
    RetryPolicy or(RetryPolicy other) {
        Duration first = either(redeliveryDelay, other.redeliveryDelay);
        Duration longest = either(maximumRedeliveryDelay, other.maximumRedeliveryDelay);
        return new RetryPolicy(
                first,
                either(backOffMultiplier, other.backOffMultiplier),
                first != null && longest != null && longest.compareTo(first) < 0 ? first : longest,
                either(giveUpAfter, other.giveUpAfter),
                either(maximumRedeliveries, other.maximumRedeliveries));
    }

    private static <T> T either(T mine, T others) {
        return Optional.ofNullable(mine).orElse(others);
    }

    /** The same by this machine's clock, but for what it was set forward meanwhile: a run has not failed for that long. */
    Outcome outcome(Run run, Throwable failure) {
        return outcome(run, failure, ClockSteps.get().nowSince(run.firstClaimedAt()));
    }

    /** The end of an attempt with a transient failure: a retry, or dead once it has gone on for too long. */
    Outcome outcome(Run run, Throwable failure, long now) {
        String cause = Causes.describe(failure);
        boolean mayHaveHappened = Causes.find(failure, OutcomeUnknownException.class) != null;
        WaitingException waits = Causes.find(failure, WaitingException.class);
        boolean waiting = waits != null;
        NotCalledException notCalled = Causes.find(failure, NotCalledException.class);
        String told = waiting
                ? waits.waitsFor().orElse(null)
                : notCalled == null ? null : notCalled.waitsFor().orElse(null);
        int attempts = run.attemptOfThisTime();
        int counted = run.countedAttempt() - (notCalled == null ? 0 : 1);
        boolean tooOften = !waiting && maximumRedeliveries != NO_LIMIT && counted > maximumRedeliveries;
        long left = (waiting ? run.firstDueAt() : run.firstClaimedAt()) + giveUpAfter.toMillis() - now;
        if (tooOften || left <= 0) {
            return new Outcome.Dead("Given up after " + attempts + " attempts: " + cause, mayHaveHappened);
        }
        // What waits for a system is told when that is back: if each looked for itself, many would be a burden.
        Duration delay = told != null
                ? Duration.ofMillis(left)
                : longer(delay(notCalled == null ? run.countedAttempt() : attempts), failure);
        String waitsFor = told == null && waiting ? cause : told;
        return new Outcome.Retry(delay, cause, mayHaveHappened, waiting, notCalled != null, waitsFor);
    }

    private static Duration longer(Duration delay, Throwable failure) {
        return Causes.retryAfter(failure)
                .filter(asked -> asked.compareTo(delay) > 0)
                .orElse(delay);
    }

    private Duration delay(int attempt) {
        double grown = redeliveryDelay.toMillis() * Math.pow(backOffMultiplier, Math.min(attempt - 1, 40));
        double bounded = Math.min(grown, maximumRedeliveryDelay.toMillis());
        double spread = ThreadLocalRandom.current().nextDouble(1 - SPREAD, 1 + SPREAD);
        return Duration.ofMillis((long) (bounded * spread));
    }
}
