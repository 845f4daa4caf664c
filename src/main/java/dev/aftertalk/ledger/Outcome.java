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

    /** It can't be done, and the cause says why. Kept until somebody decides. */
    record Dead(String cause) implements Outcome {
        @Override
        public String state() {
            return "dead";
        }
    }

    /**
     * To be tried again.
     *
     * @param delay from now
     * @param keepIntent true when what the attempt was about to do may have happened all the same; what an earlier
     *     attempt left in doubt stays in doubt either way
     * @param waiting true when nothing failed, but somebody has to do something first: the time after which a failing run is given up
     *     begins anew
     */
    record Retry(Duration delay, String cause, boolean keepIntent, boolean waiting) implements Outcome {

        public Retry(Duration delay, String cause, boolean keepIntent) {
            this(delay, cause, keepIntent, false);
        }

        @Override
        public String state() {
            return "retrying";
        }
    }

    /**
     * Goes again as if it had not been claimed, because the node is stopping or the workflow was paused; it does not count as an attempt.
     *
     * @param cause what was under way; null when it had not begun
     */
    record GivenBack(String cause) implements Outcome {

        /** Had not begun. */
        public GivenBack() {
            this(null);
        }

        @Override
        public String state() {
            return "queued";
        }
    }
}
