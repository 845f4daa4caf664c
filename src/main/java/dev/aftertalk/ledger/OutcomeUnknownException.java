package dev.aftertalk.ledger;

/**
 * A retryable fault that came after the other side may already have done what was asked, such as no answer to a mail that was handed
 * over. The intent recorded with {@code ledger:intent} stays, so that the next attempt can decide whether to act again.
 */
public class OutcomeUnknownException extends RetryableException {

    /** @param message the cause as an ops person should read it */
    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
