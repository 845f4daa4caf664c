package dev.aftertalk.ledger;

/**
 * A fault that came after the other side may already have done what was asked, where trying again is not allowed, such as no answer to a
 * mail that must not be sent twice. The run is dead, and the intent recorded with {@code ledger:intent} stays: a replay knows of the doubt.
 */
public class InDoubtException extends PermanentException {

    /** @param message the cause as an ops person should read it */
    public InDoubtException(String message) {
        super(message);
    }
}
