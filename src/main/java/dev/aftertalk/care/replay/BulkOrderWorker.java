package dev.aftertalk.care.replay;

import dev.aftertalk.care.replay.BulkOrder.Action;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.history.ChangedRuns;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.RunSelection;
import dev.aftertalk.scheduling.Schedulers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.TriggerContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Carries out the orders about many runs: a few at a time, no faster than the order says, and what is to run again only while the workflow has
 * next to nothing else to do, so that what comes in now never waits for what is repeated. Of several servers each order is one's, and another's
 * when that one stops.
 */
@Component
class BulkOrderWorker implements SmartLifecycle, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(BulkOrderWorker.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** An idle server is to be quiet. */
    private static final Duration PAUSE_WITHOUT_ORDERS = Duration.ofSeconds(1);

    /** What could not be done in this time, since the database was away, is not made up for. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final int LARGEST_STEP = 250;
    /** What a workflow may have waiting, replayed or not, before an order holds back. */
    private static final int MOST_WAITING = 100;

    /** A server is to be gone in half a minute, also while its database is away. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final JdbcClient database;
    private final BulkOrderStore orders;
    private final Ledger ledger;
    private final String node = UUID.randomUUID().toString();
    private final Map<String, Double> allowances = new HashMap<>();
    private long lastAt;
    private volatile ThreadPoolTaskScheduler scheduler;

    BulkOrderWorker(JdbcClient database, BulkOrderStore orders, Ledger ledger) {
        this.database = database;
        this.orders = orders;
        this.ledger = ledger;
    }

    @Override
    public void start() {
        lastAt = System.nanoTime();
        scheduler = Schedulers.of("bulk-order-worker", 1);
        scheduler.schedule(this::work, this::next);
    }

    private Instant next(TriggerContext context) {
        Instant last = context.lastCompletion();
        Instant from = last == null ? context.getClock().instant() : last;
        return from.plus(allowances.isEmpty() ? PAUSE_WITHOUT_ORDERS : PAUSE);
    }

    @Override
    public void stop() {
        ScheduledExecutorService stopping = scheduler.getScheduledExecutor();
        scheduler = null; // before the release, so that nothing is taken after it
        stopping.execute(this::release);
        stopping.shutdown();
        try {
            if (!stopping.awaitTermination(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                LOG.info(
                        "The database is away or busy: orders under way here go on elsewhere when their lease has ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A start that fails after this one ends its beans without stopping them. */
    @Override
    public void destroy() {
        if (isRunning()) {
            stop();
        }
    }

    /** Lets another server go on at once with what this one was at. */
    private void release() {
        if (allowances.isEmpty()) {
            return;
        }
        try {
            orders.release(node);
        } catch (RetryableException | DataAccessException e) {
            LOG.debug("Orders of this server are left to the end of their lease", e);
        }
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    /** Not once more after the stop, when the executor still does what it had planned: that would take back what was released. */
    private void work() {
        if (!isRunning()) {
            return;
        }
        try {
            List<BulkOrder> toDo = orders.toDo(node);
            allowances.keySet().retainAll(toDo.stream().map(BulkOrder::id).toList());
            long now = System.nanoTime();
            double seconds = Math.min(now - lastAt, LONGEST_PAUSE.toNanos()) / 1e9;
            lastAt = now;
            toDo.forEach(order -> goOn(order, seconds));
        } catch (RetryableException | DataAccessException e) {
            LOG.debug("The database is away; orders go on when it is back", e);
        } catch (RuntimeException e) {
            LOG.error("An order about many runs can't go on", e);
        }
    }

    private void goOn(BulkOrder order, double seconds) {
        double allowance = allowances.getOrDefault(order.id(), 0.0) + order.perSecond() * seconds;
        int now = (int) Math.min(allowance, LARGEST_STEP);
        allowances.put(order.id(), Math.min(allowance - now, 1));
        if (now == 0) {
            return;
        }
        EventFilter filter = EventFilter.of(order.filter());
        List<RunSelection.Candidate> runs = next(order, filter, now);
        if (runs.isEmpty()) {
            orders.done(order);
            return;
        }
        String busy = order.action() == Action.REPLAY ? busy(runs) : null;
        if (busy == null) {
            orders.step(order, runs, filter.state(), node);
        } else {
            orders.holdBack(order, busy, node);
        }
    }

    private List<RunSelection.Candidate> next(BulkOrder order, EventFilter filter, int limit) {
        return order.action() == Action.REPLAY
                ? nextToRun(order, filter, limit)
                : new RunSelection(filter, order.createdAt(), List.of()).after(database, order.cursor(), limit);
    }

    /** None of a workflow whose file is gone: which these are is seen by the runs they left. */
    private List<RunSelection.Candidate> nextToRun(BulkOrder order, EventFilter filter, int limit) {
        Set<String> leftOut = new HashSet<>(ledger.leftOut());
        Set<String> taken = ledger.workflows();
        List<RunSelection.Candidate> runs;
        do {
            runs = new RunSelection(filter, order.createdAt(), leftOut).after(database, order.cursor(), limit);
        } while (leftOut.addAll(runs.stream()
                .map(run -> run.run().workflow())
                .filter(workflow -> !taken.contains(workflow))
                .toList()));
        return runs;
    }

    /** The first workflow that has too much waiting already; null when there is none. */
    private String busy(List<RunSelection.Candidate> runs) {
        return runs.stream()
                .map(run -> run.run().workflow())
                .distinct()
                .filter(this::isBusy)
                .findFirst()
                .orElse(null);
    }

    private boolean isBusy(String workflow) {
        return ChangedRuns.due(database, workflow, MOST_WAITING) >= MOST_WAITING;
    }
}
