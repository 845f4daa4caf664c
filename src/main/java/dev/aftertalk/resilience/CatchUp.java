package dev.aftertalk.resilience;

import dev.aftertalk.ledger.WaitingRuns;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets runs go on that were sent away from a system that is down: one of them when it is time to try it, and once it is back all of them,
 * spread over some minutes, so that it gets a few times its usual load and no rush. So they cost nothing while they wait, however many there
 * are. It goes by what the ledger says and not by who sent them away, which may have been a server that is gone.
 */
@Component
class CatchUp implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final long LONGEST_PERIOD_MILLIS = 250;
    private static final double FEWEST_PER_SECOND = 10;
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Guards guards;
    private final WaitingRuns waiting;
    private final ResilienceSettings settings;
    private final long period;
    /** How many go on in each period, by the system that is back. */
    private final Map<String, Long> paces = new HashMap<>();

    private final Map<String, Long> restUntil = new HashMap<>();
    private ScheduledExecutorService thread;

    CatchUp(Guards guards, WaitingRuns waiting, ResilienceSettings settings) {
        this.guards = guards;
        this.waiting = waiting;
        this.settings = settings;
        this.period = Math.min(LONGEST_PERIOD_MILLIS, settings.probeInterval().toMillis());
    }

    @Override
    public synchronized void start() {
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread created = new Thread(task, "catch-up");
            created.setDaemon(true);
            return created;
        });
        thread.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
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
            restUntil.remove(connector);
            if (guards.isTimeToTry(connector)) {
                waiting.tryOne(connector);
            }
        } else if (!isResting(connector)
                && waiting.goOn(connector, paces.computeIfAbsent(connector, this::pace)) == 0) {
            paces.remove(connector);
            restUntil.put(connector, System.nanoTime() + REST_NANOS);
        }
    }

    private boolean isResting(String connector) {
        Long until = restUntil.get(connector);
        return until != null && System.nanoTime() - until < 0;
    }

    private long pace(String connector) {
        double perSecond = waiting.count(connector) / (settings.catchUpTime().toMillis() / 1e3);
        double bounded = Math.min(Math.max(perSecond, FEWEST_PER_SECOND), settings.catchUpPerSecond());
        return (long) Math.ceil(bounded * period / 1e3);
    }
}
