package dev.aftertalk.ledger.history;

import dev.aftertalk.privacy.Database;
import dev.aftertalk.privacy.Sweep;

/** What looks for events that are too old, for tests of it. */
public final class OldEventStatements {

    public static final String FIND = OldEvents.FIND;
    public static final String DELETE_RUNS = OldEvents.DELETE_RUNS;
    public static final String DELETE_EVENTS = OldEvents.DELETE_EVENTS;

    private OldEventStatements() {}

    public static Sweep sweep(Database database, long before, long deadBefore) {
        return new OldEvents(database, before, deadBefore);
    }
}
