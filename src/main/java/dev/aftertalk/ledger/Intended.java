package dev.aftertalk.ledger;

/** What came of recording an intent. */
public enum Intended {
    /** It is committed; the run may act. */
    RECORDED,
    /** The {@link IntentPermit} was not granted; nothing is recorded and the run must not act. */
    REFUSED,
    /** The run is no longer this node's, which must not act. */
    TAKEN_OVER
}
