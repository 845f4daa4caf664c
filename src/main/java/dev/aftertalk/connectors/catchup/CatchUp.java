package dev.aftertalk.connectors.catchup;

import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.ledger.waiting.WaitingRuns;
import dev.aftertalk.scheduling.RepeatedTask;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lets runs go on that were sent away from a system that is down: one of them when it is time to try it, and once it is back all of them,
 * spread over some minutes, so that it gets a few times its usual load and no rush. Each workflow has a pace of its own. So they cost nothing while they wait, however many there
 * are. It goes by what the ledger says and not by who sent them away, which may have been a server that is gone.
 */
@Component
class CatchUp extends RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final long LONGEST_PERIOD_MILLIS = 250;
    /** An idle server is to be quiet. */
    private static final Duration PAUSE_WITHOUT_RUNS = Duration.ofSeconds(1);

    private static final double FEWEST_PER_SECOND = 10;
    private static final long COUNT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Guards guards;
    private final WaitingRuns waiting;
    private final ResilienceSettings settings;
    private final long period;
    private final Duration pauseWithoutRuns;
    /** By the system that is back. */
    private final Map<String, Paces> paces = new HashMap<>();
    /** When a run was last let go on to try a system that is down, as {@link System#nanoTime}. */
    private final Map<String, Long> tried = new HashMap<>();

    CatchUp(Guards guards, WaitingRuns waiting, ResilienceSettings settings) {
        super("catch-up", period(settings), period(settings));
        this.guards = guards;
        this.waiting = waiting;
        this.settings = settings;
        this.period = period(settings).toMillis();
        this.pauseWithoutRuns = Collections.min(List.of(settings.probeInterval(), PAUSE_WITHOUT_RUNS));
    }

    private static Duration period(ResilienceSettings settings) {
        return Duration.ofMillis(
                Math.min(LONGEST_PERIOD_MILLIS, settings.probeInterval().toMillis()));
    }

    /** The pace of what goes on is for a period. */
    @Override
    protected Duration pause() {
        boolean goesOn = paces.values().stream().anyMatch(system -> !system.each.isEmpty());
        return goesOn ? super.pause() : pauseWithoutRuns;
    }

    @Override
    protected void run() {
        look();
    }

    /** Looks at each system once. Only one thread may. */
    void look() {
        try {
            guards.systems().forEach(this::look);
        } catch (RuntimeException e) { // the ledger says that its database is away; the next look may find it again
            LOG.debug("What waits can't go on now", e);
        }
    }

    private void look(String connector) {
        if (guards.isDown(connector)) {
            paces.remove(connector);
            tryIt(connector);
        } else if (guards.isTimeToTry(connector)) {
            tried.remove(connector);
            catchUp(connector);
        }
    }

    /** At most one an interval: what was let go on may take a while to get there, or may never. */
    private void tryIt(String connector) {
        long now = System.nanoTime();
        Long before = tried.get(connector);
        boolean rests =
                before != null && now - before < settings.probeInterval().toNanos();
        if (!rests && guards.isTimeToTry(connector) && waiting.tryOne(connector)) {
            tried.put(connector, now);
        }
    }

    private void catchUp(String connector) {
        Paces its = paces.computeIfAbsent(connector, system -> new Paces());
        if (System.nanoTime() - its.countAt >= 0) {
            its.count(waiting.count(connector));
        }
        its.each.entrySet().removeIf(pace -> waiting.goOn(connector, pace.getKey(), pace.getValue()) == 0);
    }

    /** How many runs of each workflow go on in each period. */
    private final class Paces {

        private final Map<String, Long> each = new HashMap<>();
        private long countAt = System.nanoTime();

        /** A workflow that goes on already does so no slower, though less of it is left. */
        void count(Map<String, Long> runs) {
            long all = runs.values().stream().mapToLong(Long::longValue).sum();
            runs.forEach((workflow, count) -> each.merge(workflow, pace(count, all), Math::max));
            countAt = System.nanoTime() + COUNT_EVERY_NANOS;
        }

        private long pace(double count, double all) {
            double perSecond = count / (settings.catchUpTime().toMillis() / 1e3);
            double share = settings.catchUpPerSecond() * count / all;
            return (long) Math.ceil(Math.min(Math.max(perSecond, FEWEST_PER_SECOND), share) * period / 1e3);
        }
    }
}
