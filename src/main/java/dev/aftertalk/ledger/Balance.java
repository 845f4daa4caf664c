package dev.aftertalk.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What became of every accepted event.
 *
 * @param accepted how many events are in the ledger
 * @param unexplained how many of them no run accounts for; anything but 0 is a fault of the ledger
 * @param lines runs by workflow and state
 */
public record Balance(long accepted, long unexplained, List<Line> lines) {

    /** Runs of one workflow in one state, and when the oldest of their events was accepted. */
    public record Line(String workflow, String state, long runs, Instant oldest) {}

    /** Counts. Reads the whole ledger, so it is for people and checks, not for the way of an event. */
    public static Balance of(JdbcClient database) {
        long accepted =
                database.sql("SELECT count(*) FROM event").query(Long.class).single();
        long unexplained = database.sql(
                        "SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM run r WHERE r.event_seq = e.seq)")
                .query(Long.class)
                .single();
        List<Line> lines = database.sql(
                        """
                        SELECT r.workflow, r.state, count(*) AS runs, min(e.received_at) AS oldest
                        FROM run r JOIN event e ON e.seq = r.event_seq GROUP BY r.workflow, r.state ORDER BY r.workflow, r.state""")
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
        text.add("On the way:      " + count("queued", "running", "retrying"));
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
                .filter(l -> List.of("queued", "running", "retrying").contains(l.state()))
                .map(Line::oldest)
                .min(Instant::compareTo);
    }
}
