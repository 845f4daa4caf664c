package dev.aftertalk.ledger.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What became of every accepted event.
 *
 * @param accepted how many events are in the ledger
 * @param unexplained how many of them nothing accounts for; anything but 0 is a fault of the ledger
 * @param lines runs by workflow and state
 */
public record Balance(long accepted, long unexplained, List<Line> lines) {

    /** Runs of one workflow in one state, and when the oldest of their events was accepted. */
    public record Line(String workflow, String state, long runs, Instant oldest) {}

    private static final String[] ON_THE_WAY = {"queued", "running", "retrying"};

    /**
     * Events without a run, events that were routed and started nothing, and events with a run that a server has which does not exist: nobody
     * would ever come back for it. All events were received after 1970: said so, SQLite walks through them in the order of their runs and not
     * in that of their ids, which is in none.
     */
    private static final String UNEXPLAINED =
            """
            SELECT (SELECT count(*) FROM event e WHERE e.received_at >= 0
                AND NOT EXISTS (SELECT 1 FROM run r WHERE r.event_seq = e.seq))
              + (SELECT count(*) FROM run r WHERE r.workflow = 'router' AND r.state = 'done'
                AND NOT EXISTS (SELECT 1 FROM run o WHERE o.event_seq = r.event_seq AND o.workflow <> 'router'))
              + (SELECT count(DISTINCT r.event_seq) FROM run r WHERE r.state = 'running'
                AND NOT EXISTS (SELECT 1 FROM node n WHERE n.node = r.node))""";

    private static final String LINES =
            """
            SELECT l.workflow, l.state, l.runs, e.received_at
            FROM (SELECT workflow, state, count(*) AS runs, min(event_seq) AS oldest FROM run GROUP BY workflow, state) l
              JOIN event e ON e.seq = l.oldest
            ORDER BY l.workflow, l.state""";

    /** Runs in one state, and when the oldest of their events was accepted. */
    public record State(String state, long runs, Instant oldest) {}

    /** The same for all workflows together. */
    public List<State> states() {
        return lines.stream()
                .collect(Collectors.groupingBy(Line::state, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(of -> new State(
                        of.getKey(),
                        of.getValue().stream().mapToLong(Line::runs).sum(),
                        of.getValue().stream()
                                .map(Line::oldest)
                                .min(Instant::compareTo)
                                .orElseThrow()))
                .toList();
    }

    /** How many runs are not over. */
    public long onTheWay() {
        return count(ON_THE_WAY);
    }

    /** Counts. Reads the whole ledger, so it is for people and checks, not for the way of an event. */
    public static Balance of(JdbcClient database) {
        long accepted =
                database.sql("SELECT count(*) FROM event").query(Long.class).single();
        long unexplained = database.sql(UNEXPLAINED).query(Long.class).single();
        List<Line> lines = database.sql(LINES)
                .query((row, number) -> new Line(
                        row.getString(1), row.getString(2), row.getLong(3), Instant.ofEpochMilli(row.getLong(4))))
                .list();
        return new Balance(accepted, unexplained, lines);
    }

    /** The balance as text for a terminal. */
    public String text() {
        List<String> text = new ArrayList<>();
        text.add("Accepted events: " + accepted);
        for (Line line : lines) {
            text.add("  %-30s %-9s %8d   oldest %s"
                    .formatted(line.workflow(), line.state(), line.runs(), line.oldest()));
        }
        for (State state : states()) {
            text.add("  %-30s %-9s %8d   oldest %s".formatted("(all)", state.state(), state.runs(), state.oldest()));
        }
        text.add("On the way:      " + onTheWay()
                + oldestOnTheWay().map(at -> "   oldest " + at).orElse(""));
        text.add("Dead:            " + count("dead"));
        text.add("Unexplained:     " + unexplained);
        return String.join(System.lineSeparator(), text);
    }

    /** How many runs are in any of these states. */
    public long count(String... states) {
        List<String> wanted = List.of(states);
        return lines.stream()
                .filter(l -> wanted.contains(l.state()))
                .mapToLong(Line::runs)
                .sum();
    }

    /** When the oldest event that is still on its way was accepted. */
    public Optional<Instant> oldestOnTheWay() {
        return lines.stream()
                .filter(l -> List.of(ON_THE_WAY).contains(l.state()))
                .map(Line::oldest)
                .min(Instant::compareTo);
    }
}
