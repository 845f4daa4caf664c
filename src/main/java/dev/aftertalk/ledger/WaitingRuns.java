package dev.aftertalk.ledger;

import java.util.List;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lets runs go on that wait for something, see {@link Outcome.Retry#waitsFor}, instead of at the time of their next attempt. */
@Component
public class WaitingRuns {

    private static final int AT_ONCE = 100;

    private static final String WAIT = " FROM run WHERE state = 'retrying' AND waits_for = ? AND due_at ";

    /** Those that may go on already and are not under way yet. */
    static final String COUNT_DUE = "SELECT count(*) FROM (SELECT 1" + WAIT + "<= ? LIMIT ?) due";

    static final String FIND = "SELECT event_seq, workflow" + WAIT + "> ? ORDER BY due_at, event_seq LIMIT ?";

    static final String FIND_LAST =
            "SELECT event_seq, workflow" + WAIT + "> ? ORDER BY due_at DESC, event_seq DESC LIMIT ?";

    static final String COUNT = "SELECT count(*) FROM run WHERE state = 'retrying' AND waits_for = ?";

    private static final String GO_ON =
            "UPDATE run SET due_at = ? WHERE event_seq = ? AND workflow = ? AND state = 'retrying' AND waits_for = ? AND due_at > ?";

    private final JdbcClient database;
    private final LedgerWrites writes;

    /** @param database to read from */
    public WaitingRuns(JdbcClient database, LedgerWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    /**
     * Makes runs due that wait for this, those first that would be given up first.
     *
     * @param waitsFor what the exception said
     * @param most how many can go on, those included that may already and have not begun
     * @return how many these are now
     * @throws RetryableException when the database can't be written
     * @throws org.springframework.dao.DataAccessException when it can't be read
     */
    public long goOn(String waitsFor, long most) {
        return goOn(waitsFor, most, FIND);
    }

    /**
     * Makes one run due that waits for this, to see whether it can go on; the last that came, since it may fail, and then waits for the longer,
     * the more often it has failed.
     */
    public void tryOne(String waitsFor) {
        goOn(waitsFor, 1, FIND_LAST);
    }

    /** How many wait for this. */
    public long count(String waitsFor) {
        return database.sql(COUNT).param(waitsFor).query(Long.class).single();
    }

    private long goOn(String waitsFor, long most, String find) {
        if (most <= 0) {
            return 0;
        }
        long now = System.currentTimeMillis();
        long due = due(waitsFor, most, now);
        List<Waiting> more = due < most ? found(find, waitsFor, most - due, now) : List.of();
        for (List<Waiting> some : pieces(more)) {
            writes.write(ledger -> {
                some.forEach(run -> ledger.sql(GO_ON)
                        .params(now, run.eventSeq(), run.workflow(), waitsFor, now)
                        .update());
                return null;
            });
        }
        return due + more.size();
    }

    private long due(String waitsFor, long most, long now) {
        return database.sql(COUNT_DUE)
                .params(waitsFor, now, most)
                .query(Long.class)
                .single();
    }

    private List<Waiting> found(String find, String waitsFor, long most, long now) {
        return database.sql(find)
                .params(waitsFor, now, most)
                .query((row, n) -> new Waiting(row.getLong(1), row.getString(2)))
                .list();
    }

    private static List<List<Waiting>> pieces(List<Waiting> all) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + AT_ONCE)
                .mapToObj(from -> all.subList(from, Math.min(all.size(), from + AT_ONCE)))
                .toList();
    }

    private record Waiting(long eventSeq, String workflow) {}
}
