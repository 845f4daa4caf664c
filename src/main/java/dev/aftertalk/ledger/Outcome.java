package dev.aftertalk.ledger;

import java.time.Duration;
import java.util.List;

/** How an attempt of a run ended. */
public sealed interface Outcome {

    /** The state the run is in afterwards, as stored. */
    String state();

    /** Why, for the people who read the ledger; null when there is nothing to say. */
    default String cause() {
        return null;
    }

    /**
     * Whether what the attempt was about to do is kept: as a proof of what was done, or because it may have happened all the same. What an
     * earlier attempt left in doubt stays in doubt either way.
     */
    default boolean keepIntent() {
        return true;
    }

    /** The workflow ran to its end. */
    record Done() implements Outcome {
        @Override
        public String state() {
            return "done";
        }
    }

    /** The router ran to its end. With no start, no branch named this type of event, which is kept as {@code unrouted}. */
    record Routed(List<Start> starts) implements Outcome {
        @Override
        public String state() {
            return starts.isEmpty() ? "unrouted" : "done";
        }
    }

    /** There was nothing to do, and the cause says why. */
    record Skipped(String cause) implements Outcome {
        @Override
        public String state() {
            return "skipped";
        }
    }

    /**
     * It can't be done, and the cause says why. Kept until somebody decides.
     *
     * @param keepIntent false when what the attempt was about to do is known not to have happened, so that it is safe to be done again
     */
    record Dead(String cause, boolean keepIntent) implements Outcome {

        public Dead(String cause) {
            this(cause, true);
        }

        @Override
        public String state() {
            return "dead";
        }
    }

    /**
     * To be tried again.
     *
     * @param delay from now
     * @param keepIntent true when what the attempt was about to do may have happened all the same
     * @param waiting true when nothing failed, but somebody has to do something first: the time after which a failing run is given up
     *     begins anew
     * @param notCalled true when the attempt ended before the call, since the other system is left alone: it does not count
     * @param waitsFor what {@code WaitingRuns} may let it go on for before that time; null for nothing
     */
    record Retry(Duration delay, String cause, boolean keepIntent, boolean waiting, boolean notCalled, String waitsFor)
            implements Outcome {

        public Retry(Duration delay, String cause, boolean keepIntent) {
            this(delay, cause, keepIntent, false, false, null);
        }

        @Override
        public String state() {
            return "retrying";
        }
    }

    /**
     * Goes again as if it had not been claimed, because the node is stopping or the workflow was paused; it does not count as an attempt
     * that failed. One that had begun keeps its number, though: what it still does must not pass for the next one's doing.
     *
     * @param cause what was under way; null when it had not begun
     */
    record GivenBack(String cause) implements Outcome {

        /** Had not begun. */
        public GivenBack() {
            this(null);
        }

        boolean hadBegun() {
            return cause != null;
        }

        @Override
        public String state() {
            return "queued";
        }
    }
}
