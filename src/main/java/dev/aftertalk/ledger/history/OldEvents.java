package dev.aftertalk.ledger.history;

import dev.aftertalk.privacy.Database;
import dev.aftertalk.privacy.Sweep;
import java.util.List;
import java.util.OptionalInt;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events that came before a time, with their runs, unless a run is on its way, or dead or unrouted and not old enough for that. */
final class OldEvents implements Sweep {

    /**
     * Events of a piece. Each stands in many places of the indexes, all over the file, since ids are random: while the writer deletes
     * {@value Sweep#PIECE} of them, all others wait for too long.
     */
    private static final int EVENTS = 20;

    private static final String OPEN = "('queued', 'running', 'retrying')";

    /** In the order of the primary key, which is nearly the one they came in. */
    static final String FIND =
            """
            SELECT e.seq, e.received_at, EXISTS (SELECT 1 FROM run r WHERE r.event_seq = e.seq AND (r.state IN %s
              OR r.state IN ('dead', 'unrouted') AND e.received_at >= ?)) AS kept
            FROM event e WHERE e.seq > ? ORDER BY e.seq LIMIT ?"""
                    .formatted(OPEN);

    /** An event that somebody has replayed in the meantime keeps all of its runs. */
    static final String DELETE_RUNS =
            """
            DELETE FROM run WHERE event_seq IN (%%s) AND NOT EXISTS
              (SELECT 1 FROM run o WHERE o.event_seq = run.event_seq AND o.state IN %s)"""
                    .formatted(OPEN);

    static final String DELETE_EVENTS =
            "DELETE FROM event WHERE seq IN (%s) AND NOT EXISTS (SELECT 1 FROM run r WHERE r.event_seq = event.seq)";

    private final Database database;
    private final long before;
    private final long deadBefore;
    private long last = Long.MIN_VALUE;

    /**
     * @param before receipt, in milliseconds since 1970
     * @param deadBefore the same for events with a dead or unrouted run
     */
    OldEvents(Database database, long before, long deadBefore) {
        this.database = database;
        this.before = before;
        this.deadBefore = deadBefore;
    }

    private record Found(long seq, long receivedAt, boolean kept) {}

    @Override
    public OptionalInt next() {
        List<Found> page = database
                .reads()
                .sql(FIND)
                .params(deadBefore, last, EVENTS)
                .query((row, n) -> new Found(row.getLong(1), row.getLong(2), row.getBoolean(3)))
                .list()
                .stream()
                .takeWhile(found -> found.receivedAt < before)
                .toList();
        if (page.isEmpty()) {
            return OptionalInt.empty();
        }
        last = page.get(page.size() - 1).seq;
        List<Long> old =
                page.stream().filter(found -> !found.kept).map(Found::seq).toList();
        return OptionalInt.of(old.isEmpty() ? 0 : database.writes().write(ledger -> delete(ledger, old)));
    }

    private static int delete(JdbcClient ledger, List<Long> events) {
        String marks = Database.marks(events);
        ledger.sql(DELETE_RUNS.formatted(marks)).params(events).update();
        return ledger.sql(DELETE_EVENTS.formatted(marks)).params(events).update();
    }
}
