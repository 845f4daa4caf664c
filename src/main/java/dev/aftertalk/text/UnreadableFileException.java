package dev.aftertalk.text;

/** A file of the person who runs Aftertalk can't be read; the message names it, and says what to do about it. */
public final class UnreadableFileException extends RuntimeException {

    public UnreadableFileException(String message) {
        super(message);
    }
}
