package dev.aftertalk.care.replay;

import dev.aftertalk.care.replay.BulkOrder.Action;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.history.RunSelection;
import dev.aftertalk.time.MachineClock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people and programs order about many runs: to run again, or to be left. All may throw what a ledger throws that can't be read or
 * written.
 */
@Component
public class BulkOrders {

    /** So many runs a second, where nobody says how many. */
    public static final int USUAL_RATE = 50;

    /** No order may ask for more runs a second. */
    public static final int HIGHEST_RATE = 1000;

    private final JdbcClient database;
    private final BulkOrderStore store;
    private final Ledger ledger;
    private final OldNames oldNames;

    BulkOrders(JdbcClient database, BulkOrderStore store, Ledger ledger, OldNames oldNames) {
        this.database = database;
        this.store = store;
        this.ledger = ledger;
        this.oldNames = oldNames;
    }

    /** How many runs it would be about: all of them, and by workflow. */
    public record Count(long all, Map<String, Long> workflows) {}

    /**
     * Counts what an order would be about now.
     *
     * @throws dev.aftertalk.ledger.history.FilterException when that can't be ordered
     */
    public Count count(BulkRequest request) {
        oldNames.tellOf(request.filter().workflow());
        return count(request.action(), selection(request));
    }

    /**
     * Orders it; a server carries it out, step by step.
     *
     * @throws dev.aftertalk.ledger.history.FilterException when that can't be ordered
     * @throws IllegalArgumentException when it says of a skip not why
     */
    public BulkOrder start(BulkRequest request, String who) {
        if (request.action() == Action.SKIP
                && (request.reason() == null || request.reason().isBlank())) {
            throw new IllegalArgumentException("Say why they are left.");
        }
        oldNames.tellOf(request.filter().workflow());
        RunSelection selection = selection(request);
        return store.start(
                request, selection.endedBy(), count(request.action(), selection).all(), who);
    }

    /** A workflow that does not run here takes nothing again; its runs can be left all the same. */
    private RunSelection selection(BulkRequest request) {
        Collection<String> leftOut = request.action() == Action.REPLAY ? ledger.leftOut() : List.of();
        return new RunSelection(request.filter(), MachineClock.get().instant().truncatedTo(ChronoUnit.MILLIS), leftOut);
    }

    private Count count(Action action, RunSelection selection) {
        Map<String, Long> counts = selection.counts(database);
        if (action == Action.REPLAY) {
            counts.keySet().retainAll(ledger.workflows());
        }
        return new Count(counts.values().stream().mapToLong(Long::longValue).sum(), counts);
    }

    /** The last orders of both kinds, newest first. */
    public List<BulkOrder> last() {
        return store.last();
    }

    /** The last orders of one kind, newest first. */
    List<BulkOrder> last(Action action) {
        return store.last(action);
    }

    public Optional<BulkOrder> find(String id) {
        return store.find(id);
    }

    /** @return false when it was over already */
    public boolean cancel(BulkOrder order, String who) {
        return store.cancel(order, who);
    }
}
