package dev.aftertalk.console;

import dev.aftertalk.care.drill.DrillDesk;
import dev.aftertalk.care.needs.Needs;
import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.care.reconcile.ReconciliationReport;
import dev.aftertalk.care.reconcile.ReconciliationReports;
import dev.aftertalk.connectors.quota.Quotas;
import dev.aftertalk.deploy.live.RouteReports;
import dev.aftertalk.ledger.history.Backlogs;
import dev.aftertalk.ledger.history.DeadLetters;
import dev.aftertalk.ledger.history.EventSearch;
import dev.aftertalk.ledger.history.Nodes;
import dev.aftertalk.ledger.start.DiskSpace;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads how it goes, once for all who ask within two seconds. */
@Component
class OverviewReader {

    static final Duration FRESH = Duration.ofSeconds(2);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final JdbcClient reads;
    private final EventSearch events;
    private final Backlogs backlogs;
    private final DeadLetters deadLetters;
    private final Operations operations;
    private final RouteReports routes;
    private final ReconciliationReports reconciliations;
    private final DiskSpace disk;
    private final DrillDesk drills;
    private final MeterRegistry meters;
    private Overview last;
    private long readAt;

    OverviewReader(
            JdbcClient reads,
            EventSearch events,
            Backlogs backlogs,
            DeadLetters deadLetters,
            Operations operations,
            RouteReports routes,
            ReconciliationReports reconciliations,
            DiskSpace disk,
            DrillDesk drills,
            MeterRegistry meters) {
        this.reads = reads;
        this.events = events;
        this.backlogs = backlogs;
        this.deadLetters = deadLetters;
        this.operations = operations;
        this.routes = routes;
        this.reconciliations = reconciliations;
        this.disk = disk;
        this.drills = drills;
        this.meters = meters;
    }

    /** Another number every two seconds: what is shown hangs on the clock, if on nothing else. */
    long version() {
        return MachineClock.now() / FRESH.toMillis();
    }

    /** @throws org.springframework.dao.DataAccessException when the database can't be read */
    synchronized Overview read() {
        if (last == null || System.nanoTime() - readAt >= FRESH.toNanos()) {
            last = readAnew();
            readAt = System.nanoTime();
        }
        return last;
    }

    private Overview readAnew() {
        Instant now = MachineClock.get().instant();
        Map<String, Long> waiting = backlogs.waiting();
        List<Operations.Workflow> workflows = operations.workflows();
        List<Operations.CalledSystem> systems = operations.systems();
        Optional<ReconciliationReport> reconciliation =
                reconciliations.latest(1).stream().findFirst();
        RouteReports.Report files = routes.now();
        return new Overview(
                now,
                events.countSince(now.minus(MINUTE)),
                slowest(),
                Nodes.count(reads),
                workflows.stream()
                        .mapToLong(each -> each.queued() + each.retrying() + each.running())
                        .sum(),
                workflows.stream().mapToLong(Operations.Workflow::dead).sum(),
                disk.free().isPresent() ? disk.free().getAsLong() : null,
                new Needs(now, disk.isEnough())
                        .of(deadLetters.read(), workflows, systems, waiting, files, reconciliation),
                workflows,
                called(systems, waiting),
                files,
                reconciliation.orElse(null),
                drills.underWay().orElse(null));
    }

    private static List<Overview.Called> called(List<Operations.CalledSystem> systems, Map<String, Long> waiting) {
        return systems.stream()
                .map(system -> new Overview.Called(
                        system,
                        waiting.getOrDefault(system.name(), 0L)
                                + waiting.getOrDefault(Quotas.waitsFor(system.name()), 0L)))
                .toList();
    }

    private Double slowest() {
        OptionalDouble most = meters.find("http.server.requests").tag("uri", "/webhooks/iadvize").timers().stream()
                .mapToDouble((Timer timer) -> timer.max(TimeUnit.MILLISECONDS))
                .max();
        return most.isPresent() && most.getAsDouble() > 0 ? most.getAsDouble() : null;
    }
}
