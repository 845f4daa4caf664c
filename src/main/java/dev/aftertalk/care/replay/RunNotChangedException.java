package dev.aftertalk.care.replay;

/** A run stays as it is, and why. The message is for whoever asked, in English; pages say it in the reader's language by the reason. */
public final class RunNotChangedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a run stays as it is. */
    public enum Reason {
        /** There is no such event. */
        NO_EVENT,
        /** The event has no run of this workflow. */
        NO_RUN,
        /** It waits or runs already. */
        ON_ITS_WAY,
        /** It is done, and nobody said that it is to act again. */
        DONE,
        /** The workflow does not run here, for its settings. */
        LEFT_OUT,
        /** No route takes its runs. */
        NO_ROUTE,
        /** It has run again since it was seen. */
        RAN_SINCE,
        /** It was changed by somebody else in this moment, or is over or under way. */
        CHANGED
    }

    private final Reason reason;

    RunNotChangedException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Whether what was asked for is not there at all. */
    public boolean isAboutNothing() {
        return reason == Reason.NO_EVENT || reason == Reason.NO_RUN;
    }
}
