package dev.aftertalk.metrics;

import dev.aftertalk.scheduling.RepeatedTask;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Keeps once a minute what the meters have counted, so that it costs the way of an event nothing. */
@Component
class FigureKeeper extends RepeatedTask {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final WorkflowFigures workflows;
    private final StepFigures steps;

    FigureKeeper(WorkflowFigures workflows, StepFigures steps) {
        super("figures", PAUSE, PAUSE);
        this.workflows = workflows;
        this.steps = steps;
    }

    @Override
    protected void run() {
        long now = MachineClock.now();
        workflows.keep(now);
        steps.keep(now);
    }
}
