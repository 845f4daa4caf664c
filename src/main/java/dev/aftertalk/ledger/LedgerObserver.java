package dev.aftertalk.ledger;

/**
 * Is told what the ledger did, once it is committed, and but for {@link #subscribed} on the one thread that writes it: what is done here must be quick, must not block and must
 * not throw.
 */
public interface LedgerObserver {

    /** Watches nothing. */
    LedgerObserver NONE = new LedgerObserver() {};

    /** This node begins to work on a workflow. Told by whoever starts it, on any thread. */
    default void subscribed(String workflow) {}

    /** An event was stored, or was there already. */
    default void accepted(IncomingEvent event, boolean isNew) {}

    /**
     * An attempt ended.
     *
     * @param at when, in milliseconds since 1970
     */
    default void ended(Run run, Outcome outcome, long at) {}

    /** A run is dead, and whether it had acted before is not known: somebody must look. Told besides {@link #ended}. */
    default void diedInDoubt(String workflow) {}

    /** A run whose node stopped while it was under way goes again. */
    default void takenBack(String workflow) {}

    /** A run whose node stopped while it was under way once too often is dead. */
    default void died(String workflow) {}

    /**
     * A transaction was written and committed.
     *
     * @param operations how many accepts, ends and other writes shared it
     * @param nanos how long that took
     */
    default void committed(int operations, long nanos) {}

    /** The database failed, and everything waits until it is back. */
    default void failed() {}
}
