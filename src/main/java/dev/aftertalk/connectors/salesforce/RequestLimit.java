package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.ledger.NotCalledException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Salesforce's limit of API requests, which all of an org's integrations share. Once it is used up nothing is sent for a while: each
 * further request would be refused too.
 */
final class RequestLimit {

    private static final Duration CONCURRENT = Duration.ofMinutes(1);
    /** One call an hour finds out whether that is still so, whatever the answer says. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private static final String MESSAGE =
            "Salesforce answered REQUEST_LIMIT_EXCEEDED: the org has used up its API requests."
                    + " Nothing is sent to it for a while";

    private final Duration delay;
    private volatile Instant until = Instant.EPOCH;

    RequestLimit(Duration delay) {
        this.delay = delay;
    }

    /** Fails while the limit was found used up. */
    void check() {
        left().ifPresent(wait -> {
            throw new NotCalledException(MESSAGE, spread(wait));
        });
    }

    /** For how long nothing is sent; empty when there is no limit. */
    Optional<Duration> left() {
        Duration left = Duration.between(SteadyClock.get().instant(), until);
        return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(left);
    }

    /** The fault to throw; until it is over {@link #check} throws it too. */
    RetryableException exceeded(SalesforceRefusal refusal) {
        boolean concurrent = SalesforceFaults.described(refusal.errors()).contains("Concurrent");
        Duration wait = concurrent ? CONCURRENT : delay;
        Duration asked = refusal.retryAfter();
        if (asked != null && asked.compareTo(wait) > 0) {
            Duration longest = wait.compareTo(LONGEST_ASKED) > 0 ? wait : LONGEST_ASKED;
            wait = asked.compareTo(longest) < 0 ? asked : longest;
        }
        until = SteadyClock.get().instant().plus(wait);
        return new RetryableException(MESSAGE, spread(wait), refusal);
    }

    /** Over as long again, so that the runs that wait don't come back all at once. */
    private static Duration spread(Duration wait) {
        long millis = wait.toMillis();
        return wait.plusMillis((long) (millis * ThreadLocalRandom.current().nextDouble(0.5)));
    }
}
