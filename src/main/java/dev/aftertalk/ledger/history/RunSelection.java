package dev.aftertalk.ledger.history;

import dev.aftertalk.ledger.history.FilterException.Fault;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which runs an order about many is about: those in one state that match a filter and had ended when it was given. A run that ends again
 * afterwards is not among them.
 *
 * @param endedBy when it was given
 * @param leftOut workflows whose runs are not among them: where these are to run again, those that do not run here, which would wait for ever
 */
public record RunSelection(EventFilter filter, Instant endedBy, Collection<String> leftOut) {

    private static final List<String> INDEXED = List.of("dead", "unrouted");

    /** @throws FilterException for what can't be ordered */
    public RunSelection {
        String state = filter.state();
        if (state == null || !List.of("dead", "unrouted", "skipped", "done").contains(state)) {
            throw new FilterException(
                    Fault.NOT_OVER,
                    "state",
                    "state must be dead, unrouted, skipped or done: only what is over can be chosen.");
        }
        boolean some = filter.from() != null
                || filter.namesEvents()
                || filter.conversation() != null
                || filter.visitor() != null;
        if (!INDEXED.contains(state) && !some) {
            throw new FilterException(
                    Fault.MANY,
                    "state",
                    "There may be a great many " + state
                            + " runs: say since when (from), or of which event, conversation or visitor.");
        }
    }

    /** How far an order is. */
    public record Cursor(String workflow, long time, long seq) {}

    /** A run, and how far an order is with it. */
    public record Candidate(ChangedRuns.Key run, Cursor cursor) {}

    /** In the order of the index on what is dead or unrouted, or by time for what has no such index. */
    private boolean byWorkflow() {
        return INDEXED.contains(filter.state());
    }

    /** How many of each workflow. */
    public Map<String, Long> counts(JdbcClient database) {
        return conditions("SELECT r.workflow, count(*)", filter)
                .add("GROUP BY r.workflow ORDER BY r.workflow")
                .on(database)
                .query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .stream()
                .collect(java.util.TreeMap::new, (map, e) -> map.put(e.getKey(), e.getValue()), Map::putAll);
    }

    public List<Candidate> after(JdbcClient database, Cursor cursor, int limit) {
        return next(cursor, limit)
                .on(database)
                .query((row, n) -> new Candidate(
                        new ChangedRuns.Key(row.getLong(3), row.getString(1)),
                        new Cursor(row.getString(1), row.getLong(2), row.getLong(3))))
                .list();
    }

    /**
     * Begins where the order is. Named twice, by a comparison and by the row of both columns, the workflow would keep SQLite from that: each of
     * an order's thousands of steps would read all runs before it that died again.
     */
    Sql next(Cursor cursor, int limit) {
        String columns = "SELECT r.workflow, e.received_at, e.seq";
        if (!byWorkflow()) {
            return conditions(columns, filter.since(Instant.ofEpochMilli(cursor.time())))
                    .add("AND (e.received_at, e.seq) >= (?, ?)", cursor.time(), cursor.seq())
                    .add("AND (e.seq <> ? OR r.workflow > ?)", cursor.seq(), cursor.workflow())
                    .add("ORDER BY e.received_at, e.seq, r.workflow LIMIT ?", limit);
        }
        Sql sql = conditions(columns, filter);
        return filter.workflows().size() != 1
                ? sql.add("AND (r.workflow, r.event_seq) > (?, ?)", cursor.workflow(), cursor.seq())
                        .add("ORDER BY r.workflow, r.event_seq LIMIT ?", limit)
                : sql.add("AND r.event_seq > ? ORDER BY r.event_seq LIMIT ?", cursor.seq(), limit);
    }

    private Sql conditions(String select, EventFilter filter) {
        Sql sql = new Sql(select);
        if (byWorkflow()) {
            // The one state before those of the index: the other way round SQLite reads the index for both, and then
            // sorts.
            sql.add("FROM run r CROSS JOIN event e WHERE e.seq = r.event_seq AND r.state = ?", filter.state());
            sql.add("AND r.state IN ('unrouted', 'dead')");
        } else {
            sql.add("FROM event e CROSS JOIN run r WHERE r.event_seq = e.seq");
        }
        sql.add("AND r.ended_at <= ?", endedBy.toEpochMilli());
        filter.addEvent(sql);
        filter.addRun(sql);
        return sql.addIn("AND r.workflow NOT IN", leftOut);
    }
}
