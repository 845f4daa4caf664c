package dev.aftertalk.ledger;

import java.time.Duration;

/**
 * The other system was not called, since it is down or has had all the calls it may have for now. That is no failed attempt: it does not
 * count against {@code maximumRedeliveries}, but {@code giveUpAfter} goes on.
 */
public class NotCalledException extends RetryableException {

    /**
     * @param message the cause as an ops person should read it
     * @param retryAfter when to come back; null for the usual delay
     */
    public NotCalledException(String message, Duration retryAfter) {
        super(message, retryAfter, null);
    }
}
