package dev.aftertalk.metrics;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How the steps of each workflow went ({@link FigureKeeper} keeps it). */
@Component
public class StepFigures {

    private static final String ADD =
            """
            INSERT INTO step_figures (begin_at, workflow, step, calls, failed, millis)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (begin_at, workflow, step) DO UPDATE SET
              calls = step_figures.calls + excluded.calls, failed = step_figures.failed + excluded.failed,
              millis = step_figures.millis + excluded.millis""";

    private static final String SUM =
            """
            SELECT step, sum(calls), sum(failed), sum(millis)
            FROM step_figures WHERE begin_at >= ? AND workflow = ? GROUP BY step""";

    private final StepMeters meters;
    private final JdbcClient reads;
    private final Stretches<WorkflowStep, StepCounts> stretches;

    StepFigures(StepMeters meters, JdbcClient reads, LedgerWrites writes) {
        this.meters = meters;
        this.reads = reads;
        this.stretches = new Stretches<>(StepCounts.NONE, writes, new Table());
    }

    private static final class Table implements Stretches.Table<WorkflowStep, StepCounts> {

        @Override
        public void add(JdbcClient ledger, long begin, WorkflowStep step, StepCounts counts) {
            ledger.sql(ADD)
                    .params(begin, step.workflow(), step.id(), counts.calls(), counts.failed(), counts.millis())
                    .update();
        }

        @Override
        public void delete(JdbcClient ledger, long before) {
            ledger.sql("DELETE FROM step_figures WHERE begin_at < ?")
                    .param(before)
                    .update();
        }
    }

    /** The ids of those steps of a workflow's route that figures are kept of, in the order of its file. */
    @SuppressWarnings("rawtypes") // as Camel has it
    public static List<String> steps(RouteDefinition route) {
        Collection<ProcessorDefinition> all =
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class);
        return all.stream()
                .map(WorkflowStep::of)
                .flatMap(Optional::stream)
                .map(WorkflowStep::id)
                .distinct()
                .toList();
    }

    /** Adds what has been counted since the last time to the stretch that this time is in. */
    void keep(long now) {
        stretches.keep(meters.counts(), now);
    }

    /**
     * How the steps of a workflow went in the last so and so long, on all servers together, to ten minutes.
     *
     * @return by the steps' ids; those that were not done are not among them
     * @throws DataAccessException when that can't be read
     */
    public Map<String, StepCounts> last(String workflow, Duration time) {
        return since(workflow, MachineClock.now() - time.toMillis());
    }

    Map<String, StepCounts> since(String workflow, long time) {
        Map<String, StepCounts> all = new TreeMap<>();
        reads.sql(SUM).params(Stretches.begin(time), workflow).query(row -> {
            all.put(row.getString(1), new StepCounts(row.getLong(2), row.getLong(3), row.getLong(4)));
        });
        return all;
    }
}
