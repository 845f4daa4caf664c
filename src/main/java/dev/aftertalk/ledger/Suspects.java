package dev.aftertalk.ledger;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Has the runs that may be what ends servers go one at a time on this node, and only once it has been up for a while. A server that ends for
 * other reasons does so with none of them at work, or at most one, and so gives none of them up that just was there; one that a run ends,
 * ends again and again when that run goes. A run that nobody suspects is not kept from anything. Used by the writer's thread.
 */
final class Suspects {

    private static final long NEXT_LOOK_MILLIS = 1_000;

    private final Interruptions interruptions;
    private final LongSupplier clock;
    private final long readyAt;
    private RunKey chosen;
    private RunKey atWork;

    /** @param settle how long a server must have been up, from now on; whatever else ends it has that time to do so */
    Suspects(Interruptions interruptions, Duration settle) {
        this(interruptions, settle, System::nanoTime);
    }

    /** @param clock nanoseconds that only grow */
    Suspects(Interruptions interruptions, Duration settle, LongSupplier clock) {
        this.interruptions = interruptions;
        this.clock = clock;
        this.readyAt = clock.getAsLong() + settle.toNanos();
    }

    /** A transaction begins to claim. */
    void begin() {
        chosen = null;
    }

    /** Whether a run that was found may be claimed in this transaction. */
    boolean admit(Run run) {
        if (!interruptions.isSuspect(run.interrupted())) {
            return true;
        }
        boolean admitted = chosen == null && atWork == null && clock.getAsLong() - readyAt >= 0;
        chosen = admitted ? RunKey.of(run) : chosen;
        return admitted;
    }

    /** When to look at a run again that was not admitted, in milliseconds from now. */
    long postponement() {
        return Math.max(
                NEXT_LOOK_MILLIS, Duration.ofNanos(readyAt - clock.getAsLong()).toMillis());
    }

    /** It is claimed, for good. */
    void began(RunKey run) {
        if (run.equals(chosen)) {
            atWork = run;
        }
    }

    /** Its end is written. */
    void ended(RunKey run) {
        if (run.equals(atWork)) {
            atWork = null;
        }
    }
}
