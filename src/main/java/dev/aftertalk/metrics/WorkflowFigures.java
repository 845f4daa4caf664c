package dev.aftertalk.metrics;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.scheduling.RepeatedTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps how the runs of each workflow ended, in stretches of ten minutes, for those who look without Prometheus. What the meters have counted is
 * added to the database once a minute, so it costs the way of an event nothing. They are figures to look at, and no proof: when a server ends,
 * its last minute is lost, and what was added when the database went away at that moment may be added again.
 */
@Component
public class WorkflowFigures extends RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(WorkflowFigures.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final long STRETCH = Duration.ofMinutes(10).toMillis();
    private static final Duration KEPT = Duration.ofDays(31);

    private static final String ADD =
            """
            INSERT INTO workflow_figures (begin_at, workflow, done, skipped, unrouted, dead, retried, timed, millis)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (begin_at, workflow) DO UPDATE SET
              done = workflow_figures.done + excluded.done, skipped = workflow_figures.skipped + excluded.skipped,
              unrouted = workflow_figures.unrouted + excluded.unrouted, dead = workflow_figures.dead + excluded.dead,
              retried = workflow_figures.retried + excluded.retried, timed = workflow_figures.timed + excluded.timed,
              millis = workflow_figures.millis + excluded.millis""";

    private static final String SUM =
            """
            SELECT workflow, sum(done), sum(skipped), sum(unrouted), sum(dead), sum(retried), sum(timed), sum(millis)
            FROM workflow_figures WHERE begin_at >= ? GROUP BY workflow""";

    private final LedgerMeters meters;
    private final JdbcClient reads;
    private final LedgerWrites writes;
    private final Map<String, WorkflowCounts> kept = new HashMap<>();

    @Autowired
    WorkflowFigures(LedgerMeters meters, JdbcClient reads, LedgerWrites writes) {
        super("workflow-figures", PAUSE, PAUSE);
        this.meters = meters;
        this.reads = reads;
        this.writes = writes;
    }

    @Override
    protected void run() {
        keep(System.currentTimeMillis());
    }

    /** Adds what has been counted since the last time to the stretch that this time is in. */
    synchronized void keep(long now) {
        Map<String, WorkflowCounts> fresh = new TreeMap<>();
        meters.counts().forEach((workflow, counts) -> {
            WorkflowCounts since = counts.minus(kept.getOrDefault(workflow, WorkflowCounts.NONE));
            if (!since.equals(WorkflowCounts.NONE)) {
                fresh.put(workflow, since);
            }
        });
        if (fresh.isEmpty()) {
            return;
        }
        try {
            writes.write(ledger -> {
                fresh.forEach((workflow, counts) -> add(ledger, begin(now), workflow, counts));
                return ledger.sql("DELETE FROM workflow_figures WHERE begin_at < ?")
                        .param(now - KEPT.toMillis())
                        .update();
            });
            fresh.forEach((workflow, counts) -> kept.merge(workflow, counts, WorkflowCounts::plus));
        } catch (RetryableException | DataAccessException e) {
            LOG.debug("The database is away; the figures are added when it is back", e);
        }
    }

    private static void add(JdbcClient ledger, long begin, String workflow, WorkflowCounts counts) {
        ledger.sql(ADD)
                .params(begin, workflow, counts.done(), counts.skipped(), counts.unrouted(), counts.dead())
                .params(counts.retried(), counts.timed(), counts.millis())
                .update();
    }

    private static long begin(long at) {
        return at - at % STRETCH;
    }

    /**
     * How the runs of each workflow ended in the last so and so long, on all servers together, to ten minutes.
     *
     * @throws DataAccessException when that can't be read
     */
    public Map<String, WorkflowCounts> last(Duration time) {
        return since(System.currentTimeMillis() - time.toMillis());
    }

    Map<String, WorkflowCounts> since(long time) {
        Map<String, WorkflowCounts> all = new TreeMap<>();
        reads.sql(SUM).param(begin(time)).query(row -> {
            all.put(
                    row.getString(1),
                    new WorkflowCounts(
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6),
                            row.getLong(7),
                            row.getLong(8)));
        });
        return all;
    }
}
