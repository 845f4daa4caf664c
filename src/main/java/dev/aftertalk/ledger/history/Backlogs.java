package dev.aftertalk.ledger.history;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What each workflow still has to do. The statements read what is unfinished and never what is done: the first three walk through small
 * indexes that hold nothing else.
 */
@Component
public class Backlogs {

    /** Runs that wait, be it for their turn or for their time; a run that was never tried is due from the moment it is late. */
    static final String WAITING =
            "SELECT workflow, count(*), min(due_at) FROM run WHERE state IN ('queued', 'retrying') GROUP BY workflow";

    static final String RETRYING =
            "SELECT workflow, count(*), min(first_due_at) FROM run WHERE state = 'retrying' GROUP BY workflow";

    static final String RUNNING =
            "SELECT workflow, count(*), min(first_due_at) FROM run WHERE state = 'running' GROUP BY workflow";

    /** Says the condition of run_unresolved in full: SQLite does not see that one of two states is in it. */
    static final String DEAD =
            "SELECT workflow, count(*) FROM run WHERE state IN ('unrouted', 'dead') AND state = 'dead' GROUP BY workflow";

    static final String WAITING_FOR =
            "SELECT waits_for, count(*) FROM run WHERE state = 'retrying' AND waits_for IS NOT NULL GROUP BY waits_for";

    private static final int LONGEST_SECONDS = 5;

    private final JdbcTemplate database;

    /** @param dataSource of the ledger's database; only read */
    public Backlogs(DataSource dataSource) {
        this.database = new JdbcTemplate(dataSource);
        this.database.setQueryTimeout(LONGEST_SECONDS);
    }

    /**
     * The runs of one workflow that are not over yet, and the dead ones.
     *
     * @param queued wait for their turn or for their time, and have not been tried
     * @param oldestDueAt when the one was due that is due longest, which may be yet to come; empty when there is none
     */
    public record Backlog(long queued, long retrying, long running, long dead, Optional<Instant> oldestDueAt) {

        /** Nothing. */
        public static final Backlog NONE = new Backlog(0, 0, 0, 0, Optional.empty());
    }

    /**
     * Reads them.
     *
     * @return by the workflow's name; one that has nothing to do is left out
     * @throws org.springframework.dao.DataAccessException when the database can't be read
     */
    public Map<String, Backlog> read() {
        Map<String, Count> counts = new TreeMap<>();
        each(WAITING, counts, (of, count) -> of.waiting = count);
        each(RETRYING, counts, (of, count) -> of.retrying = count);
        each(RUNNING, counts, (of, count) -> of.running = count);
        database.query(DEAD, row -> {
            of(counts, row.getString(1)).dead = row.getLong(2);
        });
        Map<String, Backlog> backlogs = new TreeMap<>();
        counts.forEach((workflow, count) -> backlogs.put(workflow, count.backlog()));
        return backlogs;
    }

    /**
     * How many runs wait for each system that is down, or for somebody to do something.
     *
     * @return by what they wait for; what nothing waits for is left out
     * @throws org.springframework.dao.DataAccessException when the database can't be read
     */
    public Map<String, Long> waiting() {
        Map<String, Long> waiting = new TreeMap<>();
        database.query(WAITING_FOR, row -> {
            waiting.put(row.getString(1), row.getLong(2));
        });
        return waiting;
    }

    private void each(String sql, Map<String, Count> counts, Setter setter) {
        database.query(sql, row -> {
            Count of = of(counts, row.getString(1));
            setter.set(of, row.getLong(2));
            of.oldest = Math.min(of.oldest, row.getLong(3));
        });
    }

    private static Count of(Map<String, Count> counts, String workflow) {
        return counts.computeIfAbsent(workflow, name -> new Count());
    }

    @FunctionalInterface
    private interface Setter {
        void set(Count of, long count);
    }

    private static final class Count {
        private long waiting;
        private long retrying;
        private long running;
        private long dead;
        private long oldest = Long.MAX_VALUE;

        Backlog backlog() {
            // Read one after the other: what was waiting may be running by now.
            return new Backlog(
                    Math.max(0, waiting - retrying),
                    retrying,
                    running,
                    dead,
                    oldest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(oldest)));
        }
    }
}
