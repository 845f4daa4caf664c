package dev.aftertalk.ledger.history;

import dev.aftertalk.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts what became of every event, piece by piece, in the order in which they were received. It reads the whole ledger, so it is not for the
 * way of an event; but no piece takes long, so it holds up neither what writes meanwhile nor the clean-up of the write-ahead log. Throws what
 * the database throws that can't be read.
 */
public final class BalanceCount {

    private static final int PIECE = 5_000;

    /** By the index of all by time, whose next entries the runs are looked up for; SQLite is told to go that way round. */
    static final String NEXT =
            """
            SELECT e.received_at, e.seq, r.workflow, r.state
            FROM (SELECT received_at, seq FROM event WHERE (received_at, seq) > (?, ?) ORDER BY received_at, seq LIMIT ?) e
              LEFT JOIN run r ON r.event_seq = e.seq
            ORDER BY e.received_at, e.seq""";

    /** Events with a run that a server has which does not exist: nobody would ever come back for it. */
    private static final String ABANDONED =
            """
            SELECT count(DISTINCT r.event_seq) FROM run r WHERE r.state = 'running'
              AND NOT EXISTS (SELECT 1 FROM node n WHERE n.node = r.node)""";

    private final JdbcClient database;
    private final Map<Key, Sum> sums = new TreeMap<>();
    private SearchCursor last = new SearchCursor(-1, 0);
    private long accepted;
    private long unexplained;

    public BalanceCount(JdbcClient database) {
        this.database = database;
    }

    private record Key(String workflow, String state) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byWorkflow = workflow.compareTo(other.workflow);
            return byWorkflow != 0 ? byWorkflow : state.compareTo(other.state);
        }
    }

    /** @param oldest when the first of their events was received, in milliseconds since 1970 */
    private record Sum(long runs, long oldest) {
        Sum and(Sum other) {
            return new Sum(runs + other.runs, Math.min(oldest, other.oldest));
        }
    }

    /**
     * Counts to the end.
     *
     * @param afterPiece called each time that a piece has been counted and there is more
     */
    public Balance toTheEnd(Runnable afterPiece) {
        while (next()) {
            afterPiece.run();
        }
        return balance();
    }

    /** Counts the next piece; false when there is no more. */
    private boolean next() {
        Map<Long, List<Key>> events = new HashMap<>();
        database.sql(NEXT).params(last.receivedAt(), last.seq(), PIECE).query(row -> {
            last = new SearchCursor(row.getLong(1), row.getLong(2));
            List<Key> runs = events.computeIfAbsent(last.seq(), event -> new ArrayList<>());
            if (row.getString(3) != null) {
                Key key = new Key(row.getString(3), row.getString(4));
                runs.add(key);
                sums.merge(key, new Sum(1, last.receivedAt()), Sum::and);
            }
        });
        accepted += events.size();
        unexplained += events.values().stream().filter(BalanceCount::isLost).count();
        return events.size() == PIECE;
    }

    /** Whether it has no run, or was routed and started nothing. */
    private static boolean isLost(List<Key> runs) {
        return runs.isEmpty() || runs.size() == 1 && runs.get(0).equals(new Key(Ledger.ROUTER, "done"));
    }

    /** How many events it has counted so far. */
    public long counted() {
        return accepted;
    }

    /** When the last event that it has counted was received. */
    public Instant at() {
        return Instant.ofEpochMilli(Math.max(0, last.receivedAt()));
    }

    private Balance balance() {
        long abandoned = database.sql(ABANDONED).query(Long.class).single();
        List<Balance.Line> lines = new ArrayList<>();
        sums.forEach((key, sum) -> lines.add(
                new Balance.Line(key.workflow(), key.state(), sum.runs(), Instant.ofEpochMilli(sum.oldest()))));
        return new Balance(accepted, unexplained + abandoned, lines);
    }
}
