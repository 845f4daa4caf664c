package dev.aftertalk.ledger;

/**
 * A fault that trying again can't mend: the other side refused what we asked for, or the data is bad. {@code routes/errors.camel.yaml}
 * answers it with {@code ledger:dead}.
 *
 * <p>The message is kept in the ledger as the cause and is read by ops people: it names the system, what it answered and what to do, and
 * holds no secret and no personal data.
 */
public class PermanentException extends RuntimeException {

    /** @param message the cause as an ops person should read it */
    public PermanentException(String message) {
        super(message);
    }

    /** @param message the cause as an ops person should read it */
    public PermanentException(String message, Throwable cause) {
        super(message, cause);
    }
}
