package dev.aftertalk.metrics;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How the runs of each workflow ended, for those who look without Prometheus ({@link FigureKeeper} keeps it). */
@Component
public class WorkflowFigures {

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
    private final Stretches<String, WorkflowCounts> stretches;

    WorkflowFigures(LedgerMeters meters, JdbcClient reads, LedgerWrites writes) {
        this.meters = meters;
        this.reads = reads;
        this.stretches = new Stretches<>(WorkflowCounts.NONE, writes, new Table());
    }

    private static final class Table implements Stretches.Table<String, WorkflowCounts> {

        @Override
        public void add(JdbcClient ledger, long begin, String workflow, WorkflowCounts counts) {
            ledger.sql(ADD)
                    .params(begin, workflow, counts.done(), counts.skipped(), counts.unrouted(), counts.dead())
                    .params(counts.retried(), counts.timed(), counts.millis())
                    .update();
        }

        @Override
        public void delete(JdbcClient ledger, long before) {
            ledger.sql("DELETE FROM workflow_figures WHERE begin_at < ?")
                    .param(before)
                    .update();
        }
    }

    /** Adds what has been counted since the last time to the stretch that this time is in. */
    void keep(long now) {
        stretches.keep(meters.counts(), now);
    }

    /**
     * How the runs of each workflow ended in the last so and so long, on all servers together, to ten minutes.
     *
     * @throws DataAccessException when that can't be read
     */
    public Map<String, WorkflowCounts> last(Duration time) {
        return since(MachineClock.now() - time.toMillis());
    }

    Map<String, WorkflowCounts> since(long time) {
        Map<String, WorkflowCounts> all = new TreeMap<>();
        reads.sql(SUM).param(Stretches.begin(time)).query(row -> {
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
