package dev.aftertalk.ledger;

/**
 * Nothing goes on before somebody has done something, such as fill a pool of promo codes. People take days where an outage takes
 * minutes, so {@code routes/errors.camel.yaml} has the run wait for longer, and wake up less often, than after any other
 * {@link RetryableException}. {@link WaitingRuns} lets it go on at once when it was done.
 */
public class WaitingException extends RetryableException {

    /** @param message the cause as an ops person should read it: it says what to do */
    public WaitingException(String message) {
        super(message, null);
    }
}
