package dev.aftertalk.deploy.versions;

/** A version can't be put back into its file, for a reason in words for who asked; nothing was changed. */
public final class NotRestorableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotRestorableException(String why) {
        super(why);
    }

    NotRestorableException(String why, Exception cause) {
        super(why, cause);
    }
}
