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
 * What became of the events of a stretch of time, in milliseconds since 1970, and of earlier ones that were due in it. Throws what the database throws that can't be
 * read.
 */
public final class Stretch {

    private static final int PIECE = 5_000;

    /** A run that was to begin later and was not tried yet waits for nothing but its time. */
    private static final String WHERE_WAITING =
            "WHERE state IN ('queued', 'retrying') AND first_due_at BETWEEN ? AND ? AND NOT first_due_at BETWEEN ? AND ? AND (state = 'retrying' OR due_at <= ?)";

    static final String WAITING =
            "SELECT waits_for, count(*), min(first_due_at) FROM run " + WHERE_WAITING + " GROUP BY waits_for";

    static final String WAITED_FOR =
            "SELECT DISTINCT waits_for FROM run WHERE state = 'retrying' AND waits_for IS NOT NULL";

    static final String RUNNING =
            "SELECT count(*) FROM run WHERE state = 'running' AND first_due_at BETWEEN ? AND ? AND NOT first_due_at BETWEEN ? AND ?";

    static final String RECEIVED =
            "SELECT count(*) FROM event WHERE received_at BETWEEN ? AND ? AND NOT received_at BETWEEN ? AND ?";

    static final String DEAD =
            """
            SELECT workflow, cause, intent IS NOT NULL FROM run
            WHERE state IN ('unrouted', 'dead') AND state = 'dead' AND ended_at >= ? AND first_due_at BETWEEN ? AND ?
              AND NOT first_due_at BETWEEN ? AND ?""";

    private final JdbcClient database;
    private final long from;
    private final long to;
    private final long exceptFrom;
    private final long exceptTo;

    /** @param to included */
    public Stretch(JdbcClient database, long from, long to) {
        this(database, from, to, 1, 0);
    }

    private Stretch(JdbcClient database, long from, long to, long exceptFrom, long exceptTo) {
        this.database = database;
        this.from = from;
        this.to = to;
        this.exceptFrom = exceptFrom;
        this.exceptTo = exceptTo;
    }

    /** The same without a part of it, as the clock was ahead and then set right. @param to included */
    public Stretch except(long from, long to) {
        return new Stretch(database, this.from, this.to, from, to);
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
                .params(from, to, exceptFrom, exceptTo, now)
                .query((row, n) -> new Waiting(row.getString(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3))))
                .list();
    }

    /** All that runs wait for now, whenever they were due. */
    public static Set<String> waitedFor(JdbcClient database) {
        return Set.copyOf(database.sql(WAITED_FOR).query(String.class).list());
    }

    /** How many are under way now. */
    public long running() {
        return count(RUNNING);
    }

    /** How many events were received. */
    public long received() {
        return count(RECEIVED);
    }

    private long count(String sql) {
        return database.sql(sql)
                .params(from, to, exceptFrom, exceptTo)
                .query(Long.class)
                .single();
    }

    /** The runs that died since then, in milliseconds since 1970, by workflow and the kind of their cause, the most frequent first. */
    public List<Dead> dead(long since) {
        Map<List<String>, Dead> found = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        database.sql(DEAD).params(since, from, to, exceptFrom, exceptTo).query(row -> {
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
        SearchCursor last = new SearchCursor(from - 1, Long.MAX_VALUE);
        Map<SearchCursor, List<String>> piece = piece(last);
        while (!piece.isEmpty()) {
            for (Map.Entry<SearchCursor, List<String>> event : piece.entrySet()) {
                last = event.getKey();
                if (last.receivedAt() > to) {
                    return lost;
                }
                boolean isExcepted = last.receivedAt() >= exceptFrom && last.receivedAt() <= exceptTo;
                lost += !isExcepted && isLost(event.getValue()) ? 1 : 0;
            }
            piece = piece(last);
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
