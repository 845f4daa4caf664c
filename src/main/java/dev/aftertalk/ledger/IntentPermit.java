package dev.aftertalk.ledger;

/**
 * Whether a run may do what it is about to: asked in the transaction that records the intent, so that what it counts is stored with it or
 * not at all, and costs no commit of its own.
 */
public interface IntentPermit {

    /**
     * Says whether the intent is recorded.
     *
     * @param ledger in the transaction; what it does there is short, since everybody waits for it. May be asked again when the transaction
     *     failed or its outcome got lost, and must then say the same
     */
    boolean grant(LedgerStatements ledger);

    /**
     * It was not granted, and what it wrote is committed.
     *
     * @return why the run is skipped
     */
    String refused();
}
