package dev.aftertalk.ledger;

/** The ledger can't store anything at the moment, so nothing may be acknowledged. */
public class LedgerUnavailableException extends RuntimeException {

    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
