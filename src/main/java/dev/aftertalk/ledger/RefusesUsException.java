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

    /**
     * Keeps what it was told by beside it, not as its cause: Camel looks for the {@code onException} from the first cause on, finds one for any
     * {@link Exception}, and takes that before the one for this class's parent. The run would be dead instead of waiting.
     *
     * @param told may be null
     */
    public RefusesUsException(String message, Throwable told) {
        super(message);
        if (told != null) {
            addSuppressed(told);
        }
    }
}
