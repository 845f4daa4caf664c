package dev.aftertalk.ledger;

import java.time.Duration;
import java.util.Optional;

/**
 * The other system was not called, since it is down or has had all the calls it may have for now; or it was, but refused this server before it
 * looked at what was asked. That is no failed attempt: it does not
 * count against {@code maximumRedeliveries}, but {@code giveUpAfter} goes on.
 */
public class NotCalledException extends RetryableException {

    private final String waitsFor;

    /**
     * @param message the cause as an ops person should read it
     * @param retryAfter when to come back; null for the usual delay
     */
    public NotCalledException(String message, Duration retryAfter) {
        super(message, retryAfter, null);
        this.waitsFor = null;
    }

    private NotCalledException(String message, String waitsFor) {
        super(message, null, null);
        this.waitsFor = waitsFor;
    }

    /**
     * There is no use in coming back before {@code WaitingRuns} has been told that it is time.
     *
     * @param waitsFor what to tell it
     */
    public static NotCalledException until(String waitsFor, String message) {
        return new NotCalledException(message, waitsFor);
    }

    /** What the run waits for; empty when it only takes time. */
    public Optional<String> waitsFor() {
        return Optional.ofNullable(waitsFor);
    }
}
