package dev.aftertalk.deploy.versions;

/** What a file holds can't be told: it, or its folder, can't be read. */
public final class UnreadableFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message the reason and what to do, as a sentence */
    UnreadableFileException(String message) {
        super(message);
    }
}
