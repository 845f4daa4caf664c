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

    /** Counts in one go: {@link BalanceCount}. */
    public static Balance of(JdbcClient database) {
        return new BalanceCount(database).toTheEnd(() -> {});
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
