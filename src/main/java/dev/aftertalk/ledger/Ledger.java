package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LedgerOperation.Accept;
import dev.aftertalk.ledger.LedgerOperation.End;
import dev.aftertalk.ledger.LedgerOperation.Intend;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger: inbox, work queue, delay queue, guard against acting twice, dead letters and history in one.
 *
 * <p>Everything is written by one thread, which takes what accepts, ends and intents have gathered since its last commit, writes them in
 * one transaction together with the claims there is room for, and commits once for all: a burst shares syncs, and a lone event is
 * committed at once. An operation that makes its transaction fail is found by trying each alone. When the database is away, accepts fail
 * after their time, and ends wait until it is back.
 */
public final class Ledger implements AutoCloseable {

    /** The workflow every event starts with: the router, which starts the others. */
    public static final String ROUTER = "router";

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int BATCH = 512;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final LedgerSettings settings;
    private final LedgerStore store;
    private final LedgerWriter writer;
    private final LedgerLease lease;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final BlockingQueue<LedgerOperation> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger pendingAccepts = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closing;
    // Only the writer's thread touches these two.
    private final List<LedgerOperation> unwritten = new ArrayList<>();
    private Duration pause = Duration.ZERO;

    /**
     * @param dataSource a SQLite or PostgreSQL database with the ledger's tables
     * @param node identifies this node among all that work on the same database, the same after a restart
     */
    public Ledger(DataSource dataSource, String node, LedgerSettings settings) {
        this.settings = settings;
        this.store = new LedgerStore(dataSource, node);
        this.writer = new LedgerWriter(store, subscriptions);
        this.lease = new LedgerLease(store, writer, settings.lease());
        this.thread = new Thread(this::work, "ledger-writer");
        this.thread.start();
    }

    /**
     * Stores an event.
     *
     * @return completed once the event is committed: true when it is new, false when it was there already; fails with
     *     {@link LedgerUnavailableException}, or {@link java.util.concurrent.TimeoutException} after
     *     {@link LedgerSettings#acceptTimeout}
     */
    public CompletableFuture<Boolean> accept(IncomingEvent event) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        if (closing || pendingAccepts.incrementAndGet() > settings.maxPending()) {
            pendingAccepts.decrementAndGet();
            result.completeExceptionally(new LedgerUnavailableException("Too much is waiting to be stored.", null));
            return result;
        }
        result.orTimeout(settings.acceptTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((isNew, failure) -> pendingAccepts.decrementAndGet());
        queue.add(new Accept(event, System.currentTimeMillis(), result));
        return result;
    }

    /**
     * Records how an attempt ended.
     *
     * @return completed once that is committed: false when the run was no longer this node's, and nothing was changed
     */
    public CompletableFuture<Boolean> end(Run run, Outcome outcome, Subscription subscription) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        queue.add(new End(run, outcome, subscription, result));
        return result;
    }

    /**
     * Records what an attempt is about to do, for the case that it is interrupted before its outcome is known.
     *
     * @return completed once that is committed: false when the run is no longer this node's, which must not act
     */
    public CompletableFuture<Boolean> intend(Run run, String target) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        queue.add(new Intend(run, target, result));
        return result;
    }

    /**
     * Offers to work on a workflow's runs, from {@link Subscription#resume} on.
     *
     * @param handler gets each claimed run, on the writer's thread: it must hand it on at once
     * @throws IllegalStateException when the workflow has a subscription already
     */
    public Subscription subscribe(String workflow, int concurrency, Consumer<Run> handler) {
        Subscription subscription = new Subscription(workflow, concurrency, handler, this::wakeUp);
        if (subscriptions.putIfAbsent(workflow, subscription) != null) {
            throw new IllegalStateException(
                    "Two routes work on the workflow " + workflow + "; give one of them another name.");
        }
        return subscription;
    }

    public void unsubscribe(Subscription subscription) {
        subscription.suspend();
        subscriptions.remove(subscription.workflow(), subscription);
    }

    /** Writes what is left and stops. */
    @Override
    public void close() {
        closing = true;
        wakeUp();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void wakeUp() {
        queue.add(new LedgerOperation.WakeUp());
    }

    private void work() {
        while (!closing || !queue.isEmpty()) {
            try {
                gather();
                step();
                pause = Duration.ZERO;
            } catch (InterruptedException e) {
                closing = true;
            } catch (SQLException | RuntimeException e) {
                recover(e);
            }
        }
        unwritten.forEach(operation ->
                operation.result().completeExceptionally(new LedgerUnavailableException("Stopping.", null)));
        store.close();
    }

    /** Waits for something to do, or for the time to look for runs that have become due. */
    private void gather() throws InterruptedException {
        long wait = pause.isZero() ? settings.poll().toMillis() : pause.toMillis();
        LedgerOperation first = unwritten.isEmpty() ? queue.poll(wait, TimeUnit.MILLISECONDS) : queue.poll();
        if (first != null) {
            unwritten.add(first);
        } else if (unwritten.isEmpty()) {
            subscriptions.values().forEach(Subscription::look);
        } else if (!pause.isZero()) {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
        queue.drainTo(unwritten, Math.max(0, BATCH - unwritten.size()));
    }

    private void step() throws SQLException {
        dropLateAccepts();
        if (!store.isConnected()) {
            store.connect();
            lease.reconnected();
        }
        lease.keep();
        try {
            writer.write(unwritten, !closing);
            unwritten.clear();
        } catch (SQLException e) {
            store.rollback();
            if (unwritten.isEmpty()) {
                // Most likely two nodes claimed runs of one conversation at once: the next search finds what is left to
                // claim.
                LOG.debug("Claiming failed: {}", e.getMessage());
            }
            writeOneByOne();
        }
    }

    /** One of them made the transaction fail: each is tried alone, so that only that one does. */
    private void writeOneByOne() throws SQLException {
        SQLException last = null;
        for (Iterator<LedgerOperation> each = unwritten.iterator(); each.hasNext(); ) {
            LedgerOperation operation = each.next();
            try {
                writer.write(List.of(operation), false);
                each.remove();
            } catch (SQLException e) {
                store.rollback();
                if (operation instanceof End) {
                    last = e;
                } else {
                    LOG.warn("The ledger could not write: {}", e.getMessage());
                    operation.result().completeExceptionally(new LedgerUnavailableException("It can't be stored.", e));
                    each.remove();
                }
            }
        }
        if (last != null) {
            throw last; // an end is never given up: it is tried again on a new connection, after a pause
        }
    }

    /** An accept whose sender has been told to come back must not keep others waiting. */
    private void dropLateAccepts() {
        unwritten.removeIf(
                operation -> operation instanceof Accept && operation.result().isDone());
    }

    private void recover(Exception failure) {
        if (pause.isZero()) {
            LOG.error("The ledger's database fails; events are refused until it is back: {}", failure.getMessage());
        }
        store.close();
        pause = pause.isZero() ? Duration.ofMillis(50) : min(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
