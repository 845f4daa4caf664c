package dev.aftertalk.ledger;

/** Says whether an event given to the ledger now would be stored. */
@FunctionalInterface
public interface LedgerHealth {

    /**
     * False once the database has been away, or has hung, for so long that events which waited for it were refused: from then on it is
     * better to refuse them at once. True again with the first sign of life.
     */
    boolean storesEvents();
}
