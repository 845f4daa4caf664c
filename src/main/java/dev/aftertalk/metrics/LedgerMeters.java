package dev.aftertalk.metrics;

import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.LedgerObserver;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Counts what the ledger of this node did, with meters that are ready before they are needed. */
@Component
class LedgerMeters implements LedgerObserver {

    private static final Duration[] COMMIT_BUCKETS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final Map<String, EventMeters> events = new HashMap<>();
    private final Map<String, WorkflowMeters> workflows = new ConcurrentHashMap<>();
    private final Timer commits;
    private final DistributionSummary batches;
    private final Counter failures;

    LedgerMeters(MeterRegistry registry) {
        this.registry = registry;
        EventTypes.KNOWN.forEach(type -> events.put(type, new EventMeters(registry, type)));
        events.put(EventTypes.OTHER, new EventMeters(registry, EventTypes.OTHER));
        commits = Timer.builder("aftertalk.ledger.commit")
                .description("Transactions of the ledger's writer, from the first statement to the end of the commit")
                .serviceLevelObjectives(COMMIT_BUCKETS)
                .register(registry);
        batches = DistributionSummary.builder("aftertalk.ledger.batch.operations")
                .description("Operations that shared one transaction of the ledger's writer")
                .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, 512)
                .register(registry);
        failures = Counter.builder("aftertalk.ledger.failures")
                .description("Times the ledger's writer lost the database")
                .register(registry);
    }

    /** Its counters begin at 0: Prometheus sees no increase in a counter that begins at 1. */
    @Override
    public void subscribed(String workflow) {
        of(workflow);
    }

    @Override
    public void accepted(IncomingEvent event, boolean isNew) {
        EventMeters meters = events.get(event.eventType());
        (meters == null ? events.get(EventTypes.OTHER) : meters).accepted(isNew);
    }

    @Override
    public void ended(Run run, Outcome outcome, long at) {
        of(run.workflow()).ended(outcome, at - run.receivedAt());
        if (outcome instanceof Outcome.Routed routed) {
            routed.starts().stream().filter(start -> start.leftOut() != null).forEach(start -> of(start.workflow())
                    .leftOut());
        }
    }

    @Override
    public void diedInDoubt(String workflow) {
        of(workflow).diedInDoubt();
    }

    @Override
    public void takenBack(String workflow) {
        of(workflow).takenBack();
    }

    @Override
    public void died(String workflow) {
        of(workflow).died();
    }

    @Override
    public void committed(int operations, long nanos) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
        batches.record(operations);
    }

    @Override
    public void failed() {
        failures.increment();
    }

    /** What each workflow has counted since the start. */
    Map<String, WorkflowCounts> counts() {
        Map<String, WorkflowCounts> counts = new HashMap<>();
        workflows.forEach((workflow, meters) -> counts.put(workflow, meters.counts()));
        return counts;
    }

    private WorkflowMeters of(String workflow) {
        WorkflowMeters meters = workflows.get(workflow);
        return meters != null
                ? meters
                : workflows.computeIfAbsent(workflow, name -> new WorkflowMeters(registry, name));
    }
}
