package dev.aftertalk.care.replay;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.ReplaySelection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people and programs order about many runs: to run again. All may throw what a ledger throws that can't be read or written. */
@Component
public class BulkReplays {

    /** So many runs a second, where nobody says how many. */
    public static final int USUAL_RATE = 50;

    /** No order may ask for more runs a second. */
    public static final int HIGHEST_RATE = 1000;

    private final JdbcClient database;
    private final Replays replays;
    private final Ledger ledger;
    private final OldNames oldNames;

    BulkReplays(JdbcClient database, Replays replays, Ledger ledger, OldNames oldNames) {
        this.database = database;
        this.replays = replays;
        this.ledger = ledger;
        this.oldNames = oldNames;
    }

    /** How many runs would run again: all of them, and by workflow. */
    public record Count(long all, Map<String, Long> workflows) {}

    /**
     * Counts what an order would be about now.
     *
     * @throws IllegalArgumentException in words for whoever asked, when that can't be ordered
     */
    public Count count(EventFilter filter) {
        oldNames.tellOf(filter.workflow());
        return count(selection(filter));
    }

    /**
     * Orders it; a server carries it out, step by step.
     *
     * @param force act again, whatever was done
     * @param perSecond so many runs a second at most
     * @throws IllegalArgumentException in words for whoever asked, when that can't be ordered
     */
    public Replay start(EventFilter filter, boolean force, int perSecond, String who) {
        oldNames.tellOf(filter.workflow());
        ReplaySelection selection = selection(filter);
        return replays.start(selection, force, perSecond, count(selection).all(), who);
    }

    private ReplaySelection selection(EventFilter filter) {
        return new ReplaySelection(filter, Instant.now().truncatedTo(ChronoUnit.MILLIS), ledger.leftOut());
    }

    private Count count(ReplaySelection selection) {
        Map<String, Long> counts = selection.counts(database);
        counts.keySet().retainAll(ledger.workflows());
        return new Count(counts.values().stream().mapToLong(Long::longValue).sum(), counts);
    }

    /** The last orders, newest first. */
    public List<Replay> last() {
        return replays.last();
    }

    public Optional<Replay> find(String id) {
        return replays.find(id);
    }

    /** @return false when it was over already */
    public boolean cancel(String id, String who) {
        return replays.cancel(id, who);
    }
}
