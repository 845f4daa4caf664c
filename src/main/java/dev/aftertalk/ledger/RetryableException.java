package dev.aftertalk.ledger;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault that is expected to go away by itself: the other side is down, busy or asks to come back later. {@code routes/errors.camel.yaml}
 * answers it with {@code ledger:retry}.
 *
 * <p>The message is kept in the ledger as the cause and is read by ops people: it names the system, what it answered and what to do, and
 * holds no secret and no personal data.
 */
public class RetryableException extends RuntimeException {

    private final transient Duration retryAfter;

    /** @param message the cause as an ops person should read it */
    public RetryableException(String message, Throwable cause) {
        this(message, null, cause);
    }

    /**
     * @param message the cause as an ops person should read it
     * @param retryAfter how long the other side asked us to stay away, or null when it did not say
     */
    public RetryableException(String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** How long the other side asked us to stay away ({@code Retry-After}). */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
