package dev.aftertalk.care.retention;

import java.util.OptionalInt;

/**
 * Who listened when, as long ago as no outage is made up for any more. It goes from its begin on, so that no gap opens in what is left; and
 * who listened last stays, or the time since then would not be known as an outage.
 */
final class OldListening implements Sweep {

    static final String DELETE =
            "DELETE FROM listening WHERE until_at < ? AND until_at < (SELECT max(until_at) FROM listening)";

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
        return OptionalInt.of(database.writes()
                .write(ledger -> ledger.sql(DELETE).param(before).update()));
    }

    @Override
    public String kind() {
        return "listening";
    }
}
