package dev.aftertalk.ledger.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds events, newest first. It looks through one window of the ledger after the other, by index, until a page is full or its time is up:
 * however rare what is asked for and however large the ledger, there is an answer soon, and the place to go on from.
 */
@Component
public class EventSearch {

    /** For a program, which would only ask again. */
    private static final Duration TIME = Duration.ofMillis(400);

    private static final int FIRST_PIECE = 4_000;
    private static final int LARGEST_PIECE = 32_000;
    /** Up to so many runs that are not over are gathered and sorted; among more, the newest events soon have one. */
    private static final int FEW = 5_000;

    private final JdbcClient database;

    public EventSearch(JdbcClient database) {
        this.database = database;
    }

    /**
     * What was found.
     *
     * @param next where to go on; null when there is no more
     * @param timeIsUp true when the page is not full but not everything was looked through either
     */
    public record Found(List<Long> events, SearchCursor next, boolean timeIsUp) {}

    /** How many events were received since then; by index, but each is counted, so only for the last minutes. */
    public long countSince(Instant begin) {
        return database.sql("SELECT count(*) FROM event e WHERE e.received_at >= ?")
                .param(begin.toEpochMilli())
                .query(Long.class)
                .single();
    }

    /** Finds what comes after a place; looks for at most 0.4 s. */
    public Found find(EventFilter filter, SearchCursor from, int limit) {
        return find(filter, from, limit, TIME);
    }

    /** The same, with the time after which it begins no more windows; what is found by an index alone may take longer. */
    public Found find(EventFilter filter, SearchCursor from, int limit, Duration time) {
        if (filter.namesEvents()) {
            return all(direct(filter, from, limit + 1), limit);
        }
        if (!filter.isOfOne() && isLive(filter.state()) && isFew(filter.state())) {
            return all(live(filter, from, limit + 1), limit);
        }
        return search(windows(filter), from, limit, time);
    }

    private static Found search(Windows windows, SearchCursor from, int limit, Duration time) {
        long begun = System.nanoTime();
        List<SearchCursor> found = new ArrayList<>();
        SearchCursor at = from;
        for (int size = FIRST_PIECE; at != null; size = Math.min(2 * size, LARGEST_PIECE)) {
            SearchCursor end = windows.end(at, size).orElse(null);
            found.addAll(windows.matches(at, end, limit + 1 - found.size()));
            at = end;
            if (found.size() > limit) {
                return all(found, limit);
            }
            if (at != null && System.nanoTime() - begun > time.toNanos()) {
                return new Found(seqs(found), at, true);
            }
        }
        return all(found, limit);
    }

    private static Found all(List<SearchCursor> found, int limit) {
        return found.size() <= limit
                ? new Found(seqs(found), null, false)
                : new Found(seqs(found.subList(0, limit)), found.get(limit - 1), false);
    }

    private static List<Long> seqs(List<SearchCursor> places) {
        return places.stream().map(SearchCursor::seq).toList();
    }

    private List<SearchCursor> direct(EventFilter filter, SearchCursor from, int limit) {
        Sql sql = new Sql("SELECT e.received_at, e.seq FROM event e WHERE 1 = 1");
        filter.addEvent(sql);
        addRuns(sql, filter);
        sql.add("AND (e.received_at, e.seq) < (?, ?)", from.receivedAt(), from.seq());
        return places(sql.add("ORDER BY e.received_at DESC, e.seq DESC LIMIT ?", limit));
    }

    private Windows windows(EventFilter filter) {
        boolean unresolved = "dead".equals(filter.state()) || "unrouted".equals(filter.state());
        return unresolved && !filter.isOfOne()
                ? new UnresolvedWindows(this, filter, workflows(filter))
                : new TimeWindows(this, filter);
    }

    private List<String> workflows(EventFilter filter) {
        return filter.workflow() != null ? filter.workflows() : UnresolvedWorkflows.of(database, filter.state());
    }

    private static boolean isLive(String state) {
        return state != null && List.of("queued", "retrying", "running").contains(state);
    }

    /** Says the state in the words of the index that is made for it. */
    private static String inIndex(String state) {
        return state.equals("queued") ? "r.state IN ('queued', 'retrying')" : "r.state = '" + state + "'";
    }

    private boolean isFew(String state) {
        return database.sql("SELECT count(*) FROM (SELECT 1 FROM run r WHERE " + inIndex(state) + " LIMIT " + (FEW + 1)
                                + ") few")
                        .query(Integer.class)
                        .single()
                <= FEW;
    }

    private List<SearchCursor> live(EventFilter filter, SearchCursor from, int limit) {
        Sql sql = new Sql(
                "SELECT DISTINCT e.received_at, e.seq FROM run r CROSS JOIN event e WHERE e.seq = r.event_seq AND "
                        + inIndex(filter.state()));
        filter.addRun(sql);
        filter.addEvent(sql);
        sql.add("AND (e.received_at, e.seq) < (?, ?)", from.receivedAt(), from.seq());
        sql.add("ORDER BY e.received_at DESC, e.seq DESC LIMIT ?", limit);
        return places(sql);
    }

    /** Adds that the event {@code e} has a run as asked for. */
    static void addRuns(Sql sql, EventFilter filter) {
        if (filter.asksForRuns()) {
            sql.add("AND EXISTS (SELECT 1 FROM run r WHERE r.event_seq = e.seq");
            filter.addRun(sql);
            sql.add(")");
        }
    }

    List<SearchCursor> places(Sql sql) {
        return sql.on(database)
                .query((row, n) -> new SearchCursor(row.getLong(1), row.getLong(2)))
                .list();
    }

    /** A way through the ledger from new to old, in windows of about the same cost. */
    interface Windows {

        /** The last place of the window that begins after a place; empty when the rest is no more than a window. */
        Optional<SearchCursor> end(SearchCursor from, int size);

        /** What matches after a place, up to and with the end; null for all the rest. */
        List<SearchCursor> matches(SearchCursor from, SearchCursor end, int limit);
    }
}
