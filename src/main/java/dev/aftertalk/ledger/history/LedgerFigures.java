package dev.aftertalk.ledger.history;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.metrics.StoredFigures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What is on its way, what is dead, what nobody takes and who works on it. The statements read what is unfinished and never what is done: the first three
 * walk through small indexes that hold nothing else.
 */
@Component
class LedgerFigures implements StoredFigures, MeterBinder {

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

    private static final String NODES = "SELECT count(*) FROM node WHERE lease_until > ?";
    private static final int LONGEST_SECONDS = 5;

    private final JdbcTemplate database;
    private final Ledger ledger;
    /** A workflow that was there once is shown for good, so that nothing to do is a 0 and not a gap. */
    private final Set<String> seen = new TreeSet<>();

    LedgerFigures(DataSource dataSource, Ledger ledger) {
        this.database = new JdbcTemplate(dataSource);
        this.database.setQueryTimeout(LONGEST_SECONDS);
        this.ledger = ledger;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("aftertalk.ledger.pending.events", ledger, Ledger::pendingAccepts)
                .description("Events that wait to be stored; their senders wait for the answer")
                .register(registry);
        Gauge.builder("aftertalk.ledger.held.up.operations", ledger, Ledger::heldUp)
                .description(
                        "What waits for a lock somebody else holds in the database, or fails there, while all others go on")
                .register(registry);
        Gauge.builder(
                        "aftertalk.ledger.held.up.seconds",
                        ledger,
                        of -> of.longestHeldUp().toMillis() / 1000.0)
                .description("For how long the first of those has been waiting")
                .register(registry);
    }

    @Override
    public List<Figure> read() {
        long now = System.currentTimeMillis();
        Map<String, Backlog> backlogs = new TreeMap<>();
        seen.addAll(ledger.workflows());
        seen.forEach(workflow -> of(backlogs, workflow));
        each(WAITING, backlogs, now, (backlog, count) -> backlog.waiting = count);
        each(RETRYING, backlogs, now, (backlog, count) -> backlog.retrying = count);
        each(RUNNING, backlogs, now, (backlog, count) -> backlog.running = count);
        database.query(DEAD, row -> {
            of(backlogs, row.getString(1)).dead = row.getLong(2);
        });
        seen.addAll(backlogs.keySet());
        List<Figure> figures = new ArrayList<>();
        Set<String> taken = ledger.workflows();
        backlogs.forEach((workflow, backlog) -> backlog.addTo(figures, workflow, taken.contains(workflow), now));
        figures.add(new Figure(
                "aftertalk.nodes",
                "Servers that work on this ledger, by their leases",
                Tags.empty(),
                database.queryForObject(NODES, Long.class, now)));
        return figures;
    }

    private void each(String sql, Map<String, Backlog> backlogs, long now, Count count) {
        database.query(sql, row -> {
            Backlog backlog = of(backlogs, row.getString(1));
            count.set(backlog, row.getLong(2));
            backlog.oldest = Math.min(backlog.oldest, row.getLong(3));
        });
    }

    private static Backlog of(Map<String, Backlog> backlogs, String workflow) {
        return backlogs.computeIfAbsent(workflow, name -> new Backlog());
    }

    @FunctionalInterface
    private interface Count {
        void set(Backlog backlog, long count);
    }

    private static final class Backlog {
        private long waiting;
        private long retrying;
        private long running;
        private long dead;
        private long oldest = Long.MAX_VALUE;

        void addTo(List<Figure> figures, String workflow, boolean taken, long now) {
            Tags tags = Tags.of("workflow", workflow);
            // Read one after the other: what was waiting may be running by now.
            add(figures, tags.and("state", "queued"), Math.max(0, waiting - retrying));
            add(figures, tags.and("state", "retrying"), retrying);
            add(figures, tags.and("state", "running"), running);
            figures.add(new Figure(
                    "aftertalk.backlog.oldest.age.seconds",
                    "How long the run that is due longest has been waiting or is being tried",
                    tags,
                    oldest >= now ? 0 : (now - oldest) / 1000.0));
            figures.add(new Figure(
                    "aftertalk.untaken.runs",
                    "Runs that wait for a workflow this server does not have",
                    tags,
                    taken ? 0 : waiting));
            figures.add(new Figure("aftertalk.dead.runs", "Runs that wait for somebody to decide", tags, dead));
        }

        private static void add(List<Figure> figures, Tags tags, long runs) {
            figures.add(new Figure("aftertalk.backlog.runs", "Runs that are not over yet", tags, runs));
        }
    }
}
