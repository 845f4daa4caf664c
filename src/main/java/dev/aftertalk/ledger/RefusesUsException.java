package dev.aftertalk.ledger;

/**
 * Another system refuses this server before it looks at what was asked: a wrong password, a revoked key, a relay that is not open to us. So
 * it fares with every other run, until somebody has set what the message names. A refusal of one record is a {@link PermanentException}.
 */
public class RefusesUsException extends WaitingException {

    /** @param message the cause as an ops person should read it: it names the setting to look at */
    public RefusesUsException(String message) {
        super(message);
    }

    /** @param cause may be null */
    public RefusesUsException(String message, Throwable cause) {
        super(message, cause);
    }
}
