package dev.aftertalk.ledger;

/** What was sent is not an iAdvize event. The message says what is wrong in words for the sender. */
public class InvalidEventException extends RuntimeException {

    InvalidEventException(String message) {
        super(message);
    }
}
