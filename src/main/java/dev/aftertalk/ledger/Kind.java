package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LedgerOperation.Accept;
import dev.aftertalk.ledger.LedgerOperation.End;
import dev.aftertalk.ledger.LedgerOperation.Intend;
import dev.aftertalk.ledger.LedgerOperation.Write;

/** The parts of a transaction of the ledger, in their order. */
enum Kind {
    NOTHING,
    ACCEPTS,
    ENDS,
    INTENTS,
    WRITES,
    CLAIMS,
    COMMIT;

    /** Which part an operation belongs to. */
    static Kind of(LedgerOperation operation) {
        if (operation instanceof Accept) {
            return ACCEPTS;
        }
        if (operation instanceof End) {
            return ENDS;
        }
        if (operation instanceof Intend) {
            return INTENTS;
        }
        return operation instanceof Write ? WRITES : NOTHING;
    }
}
