package dev.aftertalk.ledger;

import java.util.Optional;

/**
 * Nothing goes on before somebody has done something, such as fill a pool of promo codes. People take days where an outage takes
 * minutes, so {@code routes/errors.camel.yaml} has the run wait for longer, and wake up less often, than after any other
 * {@link RetryableException}. {@code WaitingRuns} lets it go on at once when it was done.
 */
public class WaitingException extends RetryableException {

    private final String waitsFor;

    /** @param message the cause as an ops person should read it: it says what to do */
    public WaitingException(String message) {
        this(message, (Throwable) null);
    }

    /** @param cause may be null */
    public WaitingException(String message, Throwable cause) {
        super(message, cause);
        this.waitsFor = null;
    }

    private WaitingException(String message, String waitsFor) {
        super(message, null);
        this.waitsFor = waitsFor;
    }

    /**
     * There is no use in coming back before {@code WaitingRuns} has been told that it was done.
     *
     * @param waitsFor what to tell it
     */
    public static WaitingException until(String waitsFor, String message) {
        return new WaitingException(message, waitsFor);
    }

    /** What {@code WaitingRuns} is told when it was done; empty when the run looks for itself, too, and the message is what it waits for. */
    public Optional<String> waitsFor() {
        return Optional.ofNullable(waitsFor);
    }
}
