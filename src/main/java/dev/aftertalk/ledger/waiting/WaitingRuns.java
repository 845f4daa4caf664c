package dev.aftertalk.ledger.waiting;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.time.MachineClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets runs go on that wait for something, see {@link Outcome.Retry#waitsFor}, instead of at the time of their next attempt. Each workflow
 * by itself, and only those whose runs this node takes: what nobody takes, or takes slowly, holds no other workflow up.
 */
@Component
public class WaitingRuns {

    private static final int AT_ONCE = 100;

    private static final String WAIT =
            " FROM run WHERE state = 'retrying' AND waits_for = ? AND workflow = ? AND due_at ";

    // Public for the test that looks at their plans.

    /** Those that may go on already and are not under way yet. */
    public static final String COUNT_DUE = "SELECT count(*) FROM (SELECT 1" + WAIT + "<= ? LIMIT ?) due";

    public static final String FIND = "SELECT event_seq" + WAIT + "> ? ORDER BY due_at, event_seq LIMIT ?";

    public static final String FIND_LAST =
            "SELECT event_seq" + WAIT + "> ? ORDER BY due_at DESC, event_seq DESC LIMIT ?";

    public static final String COUNT =
            "SELECT workflow, count(*) FROM run WHERE state = 'retrying' AND waits_for = ? GROUP BY workflow";

    /** The time to give up begins now, if not before: the one that was to wait may have been to come. */
    private static final String GO_ON =
            "UPDATE run SET due_at = ?, first_claimed_at = CASE WHEN first_claimed_at > ? THEN ? ELSE first_claimed_at END WHERE event_seq = ? AND workflow = ? AND state = 'retrying' AND waits_for = ? AND due_at > ?";

    private final JdbcClient database;
    private final LedgerWrites writes;
    private final Supplier<Set<String>> workflows;

    /** @param database to read from */
    @Autowired
    public WaitingRuns(JdbcClient database, Ledger ledger) {
        this(database, ledger, ledger::activeWorkflows);
    }

    /** @param workflows names of those whose runs are taken here */
    public WaitingRuns(JdbcClient database, LedgerWrites writes, Supplier<Set<String>> workflows) {
        this.database = database;
        this.writes = writes;
        this.workflows = workflows;
    }

    /**
     * Makes runs due that wait for this, those first that would be given up first.
     *
     * @param waitsFor what the exception said
     * @param most how many of each workflow can go on, those included that may already and have not begun
     * @throws RetryableException when the database can't be written
     * @throws org.springframework.dao.DataAccessException when it can't be read
     */
    public void goOn(String waitsFor, long most) {
        workflows.get().forEach(workflow -> goOn(waitsFor, workflow, most));
    }

    /**
     * The same for one workflow.
     *
     * @return how many may go on now and have not begun
     */
    public long goOn(String waitsFor, String workflow, long most) {
        return goOn(waitsFor, workflow, most, FIND);
    }

    /**
     * Makes one run due that waits for this, to see whether it can go on: of a workflow none of whose runs is due for it already, the last
     * that came, since it may fail, and then waits for the longer, the more often it has failed.
     *
     * @return false when there is none
     */
    public boolean tryOne(String waitsFor) {
        // In no order: what one workflow does before it gets that far may fail each time.
        List<String> all = new ArrayList<>(workflows.get());
        Collections.shuffle(all);
        return all.stream()
                .anyMatch(workflow -> due(waitsFor, workflow, 1, MachineClock.now()) == 0
                        && goOn(waitsFor, workflow, 1, FIND_LAST) == 1);
    }

    /** How many wait for this, by workflow; those that this node does not take are left out. */
    public Map<String, Long> count(String waitsFor) {
        Map<String, Long> counts = new TreeMap<>();
        database.sql(COUNT).param(waitsFor).query(row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        counts.keySet().retainAll(workflows.get());
        return counts;
    }

    private long goOn(String waitsFor, String workflow, long most, String find) {
        if (most <= 0) {
            return 0;
        }
        long now = MachineClock.now();
        long due = due(waitsFor, workflow, most, now);
        List<Long> more = due < most ? found(find, waitsFor, workflow, most - due, now) : List.of();
        for (List<Long> some : pieces(more)) {
            writes.write(ledger -> {
                some.forEach(run -> ledger.sql(GO_ON)
                        .params(now, now, now, run, workflow, waitsFor, now)
                        .update());
                return null;
            });
        }
        return due + more.size();
    }

    private long due(String waitsFor, String workflow, long most, long now) {
        return database.sql(COUNT_DUE)
                .params(waitsFor, workflow, now, most)
                .query(Long.class)
                .single();
    }

    private List<Long> found(String find, String waitsFor, String workflow, long most, long now) {
        return database.sql(find)
                .params(waitsFor, workflow, now, most)
                .query(Long.class)
                .list();
    }

    private static List<List<Long>> pieces(List<Long> all) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + AT_ONCE)
                .mapToObj(from -> all.subList(from, Math.min(all.size(), from + AT_ONCE)))
                .toList();
    }
}
