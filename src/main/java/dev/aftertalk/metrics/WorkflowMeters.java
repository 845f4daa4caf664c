package dev.aftertalk.metrics;

import dev.aftertalk.ledger.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Counts how the attempts of one workflow's runs ended, and how long after its event a run was over. */
final class WorkflowMeters {

    /** From a run that had nothing to look up to one that was tried again for a day. */
    private static final Duration[] BUCKETS = Stream.of(
                    10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 3_600_000, 86_400_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Counter done;
    private final Counter skipped;
    private final Counter unrouted;
    private final Counter dead;
    private final Counter retried;
    private final Counter givenBack;
    private final Counter takenBack;
    private final Counter inDoubt;
    private final Timer endToEnd;

    WorkflowMeters(MeterRegistry registry, String workflow) {
        done = counter(registry, workflow, "done");
        skipped = counter(registry, workflow, "skipped");
        unrouted = counter(registry, workflow, "unrouted");
        dead = counter(registry, workflow, "dead");
        retried = counter(registry, workflow, "retried");
        givenBack = counter(registry, workflow, "given_back");
        takenBack = counter(registry, workflow, "taken_back");
        inDoubt = Counter.builder("aftertalk.runs.in.doubt")
                .description("Runs that died when it was not known whether they had acted")
                .tag("workflow", workflow)
                .register(registry);
        endToEnd = Timer.builder("aftertalk.run.end.to.end")
                .description("From the moment an event was received to the end of its run, with delays and retries")
                .tag("workflow", workflow)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    void ended(Outcome outcome, long millisSinceReceived) {
        counter(outcome).increment();
        if (!(outcome instanceof Outcome.Retry || outcome instanceof Outcome.GivenBack)) {
            endToEnd.record(Math.max(0, millisSinceReceived), TimeUnit.MILLISECONDS);
        }
    }

    /** A run that was over when it was started: the workflow does not run here. */
    void leftOut() {
        skipped.increment();
    }

    void takenBack() {
        takenBack.increment();
    }

    void diedInDoubt() {
        inDoubt.increment();
    }

    void died() {
        dead.increment();
    }

    WorkflowCounts counts() {
        return new WorkflowCounts(
                (long) done.count(),
                (long) skipped.count(),
                (long) unrouted.count(),
                (long) dead.count(),
                (long) retried.count(),
                endToEnd.count(),
                (long) endToEnd.totalTime(TimeUnit.MILLISECONDS));
    }

    private Counter counter(Outcome outcome) {
        if (outcome instanceof Outcome.Routed routed) {
            return routed.starts().isEmpty() ? unrouted : done;
        } else if (outcome instanceof Outcome.Done) {
            return done;
        } else if (outcome instanceof Outcome.Skipped) {
            return skipped;
        } else if (outcome instanceof Outcome.Dead) {
            return dead;
        } else if (outcome instanceof Outcome.Retry) {
            return retried;
        }
        return givenBack;
    }

    private static Counter counter(MeterRegistry registry, String workflow, String outcome) {
        return Counter.builder("aftertalk.runs")
                .description("Attempts of runs, by how they ended")
                .tag("workflow", workflow)
                .tag("outcome", outcome)
                .register(registry);
    }
}
