package dev.aftertalk.ledger.history;

import dev.aftertalk.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What became of the events of a stretch of time, in milliseconds since 1970, and of those before that were due in it. Throws what the database throws that can't be
 * read.
 */
public final class Stretch {

    private static final int PIECE = 5_000;

    /** A run that was to begin later and was not tried yet waits for nothing but its time. */
    private static final String WHERE_WAITING =
            "WHERE state IN ('queued', 'retrying') AND first_due_at BETWEEN ? AND ? AND (state = 'retrying' OR due_at <= ?)";

    static final String WAITING = "SELECT waits_for, count(*), min(first_due_at) FROM run " + WHERE_WAITING
            + " AND event_seq <= ? GROUP BY waits_for";

    static final String WAITED_FOR =
            "SELECT DISTINCT waits_for FROM run WHERE state = 'retrying' AND waits_for IS NOT NULL";

    static final String RUNNING =
            "SELECT count(*) FROM run WHERE state = 'running' AND first_due_at BETWEEN ? AND ? AND event_seq <= ?";

    static final String RECEIVED = "SELECT count(*) FROM event WHERE seq > ? AND seq <= ?";

    private static final String NEWEST = "SELECT coalesce(max(seq), 0) FROM event";

    private static final String BEFORE =
            "SELECT coalesce(min(seq) - 1, (" + NEWEST + ")) FROM event WHERE received_at >= ?";

    static final String DEAD =
            """
            SELECT workflow, cause, intent IS NOT NULL FROM run
            WHERE state IN ('unrouted', 'dead') AND state = 'dead' AND ended_at >= ? AND first_due_at BETWEEN ? AND ?
              AND event_seq <= ?""";

    private final JdbcClient database;
    private final long from;
    private final long to;
    private final long after;
    private final long last;

    /**
     * By the time, and by the order in which events came: the clock may be set in between.
     *
     * @param to included
     * @param after the number of the newest event before, see {@link #newest}
     * @param last that of the last one of it; none behind it counts
     */
    public Stretch(JdbcClient database, long from, long to, long after, long last) {
        this.database = database;
        this.from = from;
        this.to = to;
        this.after = after;
        this.last = last;
    }

    /** The number of the event that came last; 0 for none. */
    public static long newest(JdbcClient database) {
        return database.sql(NEWEST).query(Long.class).single();
    }

    /** That of the last one before this time. */
    public static long newestBefore(JdbcClient database, Instant time) {
        return database.sql(BEFORE).param(time.toEpochMilli()).query(Long.class).single();
    }

    /**
     * Runs that wait for another try or for their turn.
     *
     * @param waitsFor what for, as the ledger has it: a system by its name in settings, or what somebody has to do; null for nothing but the time
     * @param oldest since when the first of them is due
     */
    public record Waiting(String waitsFor, long runs, Instant oldest) {}

    /**
     * Dead runs.
     *
     * @param cause as {@link CauseKind} has it; empty for none
     * @param inDoubt of how many of them it is not known whether they have acted
     */
    public record Dead(String workflow, String cause, long runs, long inDoubt) {

        /** Less those that had died before. */
        public Dead without(List<Dead> before) {
            return before.stream()
                    .filter(each ->
                            each.workflow().equals(workflow) && each.cause().equals(cause))
                    .findFirst()
                    .map(each -> new Dead(workflow, cause, runs - each.runs(), inDoubt - each.inDoubt()))
                    .orElse(this);
        }
    }

    /** Those that wait now, by what for. */
    public List<Waiting> waiting(long now) {
        return database.sql(WAITING)
                .params(from, to, now, last)
                .query((row, n) -> new Waiting(row.getString(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3))))
                .list();
    }

    /** All that runs wait for now, whenever they were due. */
    public static Set<String> waitedFor(JdbcClient database) {
        return Set.copyOf(database.sql(WAITED_FOR).query(String.class).list());
    }

    /** How many are under way now. */
    public long running() {
        return database.sql(RUNNING).params(from, to, last).query(Long.class).single();
    }

    /** How many events were received. */
    public long received() {
        return database.sql(RECEIVED).params(after, last).query(Long.class).single();
    }

    /** The runs that died since then, in milliseconds since 1970, by workflow and the kind of their cause, the most frequent first. */
    public List<Dead> dead(long since) {
        Map<List<String>, Dead> found = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        database.sql(DEAD).params(since, from, to, last).query(row -> {
            String cause = Objects.requireNonNullElse(CauseKind.of(row.getString(2)), "");
            found.merge(
                    List.of(row.getString(1), cause),
                    new Dead(row.getString(1), cause, 1, row.getBoolean(3) ? 1 : 0),
                    (a, b) -> new Dead(a.workflow(), a.cause(), a.runs() + b.runs(), a.inDoubt() + b.inDoubt()));
        });
        return found.values().stream()
                .sorted((a, b) -> Long.compare(b.runs(), a.runs()))
                .toList();
    }

    /** How many of the events nothing accounts for: they have no run, or were routed and started none. 0, or there is a fault. */
    public long lost() {
        long lost = 0;
        SearchCursor at = new SearchCursor(from - 1, Long.MAX_VALUE);
        Map<SearchCursor, List<String>> piece = piece(at);
        while (!piece.isEmpty()) {
            for (Map.Entry<SearchCursor, List<String>> event : piece.entrySet()) {
                at = event.getKey();
                if (at.receivedAt() > to) {
                    return lost;
                }
                lost += at.seq() > after && at.seq() <= last && isLost(event.getValue()) ? 1 : 0;
            }
            piece = piece(at);
        }
        return lost;
    }

    private Map<SearchCursor, List<String>> piece(SearchCursor after) {
        Map<SearchCursor, List<String>> runs = new LinkedHashMap<>();
        database.sql(BalanceCount.NEXT)
                .params(after.receivedAt(), after.seq(), PIECE)
                .query(row -> {
                    List<String> of = runs.computeIfAbsent(
                            new SearchCursor(row.getLong(1), row.getLong(2)), event -> new ArrayList<>());
                    if (row.getString(3) != null) {
                        of.add(row.getString(3) + " " + row.getString(4));
                    }
                });
        return runs;
    }

    private static boolean isLost(List<String> runs) {
        return runs.isEmpty() || runs.equals(List.of(Ledger.ROUTER + " done"));
    }
}
