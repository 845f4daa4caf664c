package dev.aftertalk.resilience;

import dev.aftertalk.ledger.WaitingRuns;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets runs go on that were sent away from a system that is down: one of them when it is time to try it, and once it is back so many a
 * second, the oldest first. So they cost nothing while they wait, however many there are, and don't come back all at once. It goes by what
 * the ledger says and not by who sent them away, which may have been a server that is gone.
 */
@Component
class CatchUp implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final long LONGEST_PERIOD_MILLIS = 250;
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Guards guards;
    private final WaitingRuns waiting;
    private final long period;
    private final long perPeriod;
    private final Map<String, Long> restUntil = new ConcurrentHashMap<>();
    private ScheduledExecutorService thread;

    CatchUp(Guards guards, WaitingRuns waiting, ResilienceSettings settings) {
        this.guards = guards;
        this.waiting = waiting;
        this.period = Math.min(LONGEST_PERIOD_MILLIS, settings.probeInterval().toMillis());
        this.perPeriod = Math.max(1, settings.catchUpPerSecond() * period / 1000);
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

    /** Looks at each system once. */
    void look() {
        try {
            guards.breakers().forEach(this::look);
        } catch (RuntimeException e) { // the ledger says that its database is away; the next look may find it again
            LOG.debug("What waits can't go on now", e);
        }
    }

    private void look(String connector, Breaker breaker) {
        if (breaker.isDown()) {
            restUntil.remove(connector);
            if (breaker.isTimeToTry()) {
                waiting.goOn(connector, 1);
            }
        } else if (!isResting(connector) && waiting.goOn(connector, perPeriod) == 0) {
            restUntil.put(connector, System.nanoTime() + REST_NANOS);
        }
    }

    private boolean isResting(String connector) {
        Long until = restUntil.get(connector);
        return until != null && System.nanoTime() - until < 0;
    }
}
