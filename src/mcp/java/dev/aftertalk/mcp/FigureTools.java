package dev.aftertalk.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Scope;
import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.metrics.WorkflowCounts;
import dev.aftertalk.metrics.WorkflowFigures;
import dev.aftertalk.usecases.satisfaction.Filter;
import dev.aftertalk.usecases.satisfaction.SatisfactionReports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Figures: how runs ended, and how satisfied visitors are. */
final class FigureTools implements ToolGroup {

    private static final Map<String, Duration> TIMES =
            Map.of("hour", Duration.ofHours(1), "day", Duration.ofDays(1), "week", Duration.ofDays(7));

    private final WorkflowFigures figures;
    private final Operations operations;
    private final SatisfactionReports satisfaction;

    FigureTools(WorkflowFigures figures, Operations operations, SatisfactionReports satisfaction) {
        this.figures = figures;
        this.operations = operations;
        this.satisfaction = satisfaction;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(
                        "get_figures",
                        "Figures of workflows and systems",
                        "Of each workflow how its runs ended in the last hour, day or week and how long they took; of each other system whether it"
                                + " answers, and since when not.",
                        Set.of(Scope.READ),
                        Tool.Effect.READS,
                        InputSchema.none()
                                .choice(
                                        "last",
                                        "Of which time; hour where nothing is said.",
                                        List.of("hour", "day", "week")),
                        this::figures),
                new Tool(
                        "get_satisfaction",
                        "Satisfaction figures",
                        "CSAT, NPS and their trend, and how many conversations were closed, by default of the last seven days.",
                        Set.of(Scope.READ),
                        Tool.Effect.READS,
                        InputSchema.none()
                                .text("from", "A day such as 2026-11-24.")
                                .text("to", "A day, which counts to its end.")
                                .text("granularity", "hour, day, week or month.")
                                .text("project", "The number of an iAdvize project.")
                                .text("channel", "A channel, such as CHAT.")
                                .text("operator", "An operator's id."),
                        this::satisfaction));
    }

    /**
     * How the runs of a workflow ended.
     *
     * @param meanMillis from the receipt of an event to the end of its run; absent when none was over
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Ended(long done, long skipped, long unrouted, long dead, long retried, Long meanMillis) {

        static Ended of(WorkflowCounts counts) {
            return new Ended(
                    counts.done(),
                    counts.skipped(),
                    counts.unrouted(),
                    counts.dead(),
                    counts.retried(),
                    counts.timed() == 0 ? null : Math.round(counts.meanMillis()));
        }
    }

    /** What {@code get_figures} tells. */
    record Figures(String last, Map<String, Ended> ended, List<Operations.CalledSystem> systems) {}

    private Object figures(Arguments asked, Caller caller) {
        String last = asked.text("last") == null ? "hour" : asked.text("last");
        Map<String, Ended> ended = new TreeMap<>();
        figures.last(TIMES.get(last)).forEach((workflow, counts) -> ended.put(workflow, Ended.of(counts)));
        Shown shown = Shown.to(caller);
        return new Figures(
                last, ended, operations.systems().stream().map(shown::system).toList());
    }

    private Object satisfaction(Arguments asked, Caller caller) {
        return satisfaction.report(
                satisfaction.period(asked.text("from"), asked.text("to"), asked.text("granularity")),
                Filter.of(asked.text("project"), asked.text("channel"), asked.text("operator")));
    }
}
