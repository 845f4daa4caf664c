package dev.aftertalk.salesforce;

import dev.aftertalk.ledger.RetryableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Salesforce's limit of API requests, which all of an org's integrations share. Once it is used up nothing is sent for a while: each
 * further request would be refused too.
 */
final class RequestLimit {

    private static final Duration CONCURRENT = Duration.ofMinutes(1);

    private final Duration delay;
    private volatile Instant until = Instant.MIN;

    RequestLimit(Duration delay) {
        this.delay = delay;
    }

    /** Fails while the limit was found used up. */
    void check() {
        Instant now = Instant.now();
        if (now.isBefore(until)) {
            throw fault(Duration.between(now, until), null);
        }
    }

    /** The fault to throw; until it is over {@link #check} throws it too. */
    RetryableException exceeded(SalesforceRefusal refusal) {
        boolean concurrent = SalesforceFaults.described(refusal.errors()).contains("Concurrent");
        Duration wait = concurrent ? CONCURRENT : delay;
        if (refusal.retryAfter() != null && refusal.retryAfter().compareTo(wait) > 0) {
            wait = refusal.retryAfter();
        }
        until = Instant.now().plus(wait);
        return fault(wait, refusal);
    }

    /** Spread over as long again, so that the runs that wait don't come back all at once. */
    private static RetryableException fault(Duration wait, SalesforceRefusal refusal) {
        Duration spread = Duration.ofMillis(
                (long) (wait.toMillis() * ThreadLocalRandom.current().nextDouble(0.5)));
        return new RetryableException(
                "Salesforce answered REQUEST_LIMIT_EXCEEDED: the org has used up its API requests."
                        + " Nothing is sent to it for a while",
                wait.plus(spread),
                refusal);
    }
}
