package dev.aftertalk.ledger;

import java.sql.BatchUpdateException;

/** What the failure of a transaction says about what to do next. */
enum Fault {
    /** It was written. */
    NONE,
    /** The database refuses what is in it: trying it again can't help. */
    REFUSED,
    /** The database takes exception to the statement, not to its values: no such table, no right to it. It may be put right. */
    WRONG,
    /** Somebody else got in the way, a lock is held, it took too long: it can be tried again on the same connection. */
    CONFLICT,
    /** Anything else, such as a lost connection: to be tried again on a new one. What was written is not known. */
    AWAY;

    /** A failure in words for the log: drivers add statements with their values and the row, which may be personal data. */
    static String describe(Throwable failure) {
        Throwable telling = failure;
        if (failure instanceof BatchUpdateException batch && batch.getNextException() != null) {
            telling = batch.getNextException();
        }
        String message = String.valueOf(telling.getMessage());
        return telling.getClass().getSimpleName() + ": "
                + message.lines().findFirst().orElse("");
    }
}
