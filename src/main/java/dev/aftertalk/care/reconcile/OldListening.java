package dev.aftertalk.care.reconcile;

import dev.aftertalk.privacy.Database;
import dev.aftertalk.privacy.Sweep;
import java.util.OptionalInt;

/**
 * Who listened when, as long ago as no outage is reconciled any more. It goes from its begin on, so that no gap opens in what is left; and
 * who listened last stays, or the time since then would not be known as an outage.
 */
final class OldListening implements Sweep {

    private final Database database;
    private final long before;
    private boolean over;

    /** @param before milliseconds since 1970 */
    OldListening(Database database, long before) {
        this.database = database;
        this.before = before;
    }

    /** All at once: it is a row a start of a server. */
    @Override
    public OptionalInt next() {
        if (over) {
            return OptionalInt.empty();
        }
        over = true;
        return OptionalInt.of(database.writes().write(ledger -> ListeningStore.forget(ledger, before)));
    }
}
