package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LedgerOperation.Accept;
import dev.aftertalk.ledger.LedgerOperation.End;
import dev.aftertalk.ledger.LedgerOperation.WakeUp;
import dev.aftertalk.ledger.LedgerOperation.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the ledger: takes what accepts, ends and intents have gathered since its last commit, writes them in one
 * transaction together with the claims there is room for, and commits once for all: a burst shares syncs, and a lone event is committed at
 * once. An operation the database refuses is found by trying each alone. When the database is away, all is kept and tried again.
 */
final class LedgerLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerLoop.class);
    private static final int BATCH = 512;
    private static final int MOST_BLOCKED = 2;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final LedgerConnection connection;
    private final LedgerWriter writer;
    private final LedgerLease lease;
    private final LedgerObserver observer;
    private final Map<String, Subscription> subscriptions;
    private final long poll;
    private final BlockingQueue<LedgerOperation> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::work, "ledger-writer");
    private volatile boolean closing;
    private volatile long closeBy;
    private volatile boolean stopped;
    private volatile long steppedAt = System.nanoTime();
    // Only the writer's thread touches these.
    private final List<LedgerOperation> unwritten = new ArrayList<>();
    private Duration pause = Duration.ZERO;
    private long lookedAt = System.nanoTime();

    LedgerLoop(
            DataSource dataSource,
            String node,
            String place,
            Map<String, Subscription> subscriptions,
            LedgerSettings settings,
            LedgerObserver observer) {
        this.connection = new LedgerConnection(dataSource);
        this.subscriptions = subscriptions;
        this.writer = new LedgerWriter(connection, node, subscriptions, observer);
        this.lease = new LedgerLease(connection, node, place, writer, settings, observer);
        this.observer = observer;
        this.poll = settings.poll().toNanos();
    }

    void start() {
        thread.start();
    }

    /** Hands an operation to the writer. Returns its result. */
    CompletableFuture<Boolean> add(LedgerOperation operation) {
        queue.add(operation);
        if (stopped) {
            refuseWhatIsLeft();
        }
        return operation.result();
    }

    /** How long ago the database last did what it was asked; it is asked at least as often as is looked for work. */
    Duration sinceLastStep() {
        return Duration.ofNanos(System.nanoTime() - steppedAt);
    }

    /** Has the writer look for work now. */
    void wakeUp() {
        add(new WakeUp());
    }

    /** Writes what is left, for a while also when the database is away, and stops. */
    @Override
    public void close() {
        closeBy = System.nanoTime() + LONGEST_CLOSE.toNanos();
        closing = true;
        wakeUp();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!closing || somethingIsLeft() && System.nanoTime() < closeBy) {
            try {
                gather();
                step();
                steppedAt = System.nanoTime();
                recovered();
            } catch (Throwable e) { // whatever it is: without this thread nothing would be accepted any more
                recover(e);
            }
        }
        lease.release();
        connection.close();
        stopped = true;
        queue.addAll(unwritten);
        refuseWhatIsLeft();
    }

    private boolean somethingIsLeft() {
        return !queue.isEmpty() || !unwritten.isEmpty();
    }

    private void refuseWhatIsLeft() {
        for (LedgerOperation left = queue.poll(); left != null; left = queue.poll()) {
            left.result().completeExceptionally(new LedgerUnavailableException("The server is stopping.", null));
            left.dropped();
        }
    }

    /** Waits for something to do, or for the time to look for runs that have become due, which comes in the greatest rush too. */
    private void gather() throws InterruptedException {
        if (!pause.isZero()) {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            queue.removeIf(LedgerLoop::isToBeDropped);
        } else if (unwritten.isEmpty()) {
            LedgerOperation first = queue.poll(poll - (System.nanoTime() - lookedAt), TimeUnit.NANOSECONDS);
            if (first != null) {
                unwritten.add(first);
            }
        }
        queue.drainTo(unwritten, Math.max(0, BATCH - unwritten.size()));
        unwritten.removeIf(operation -> operation instanceof WakeUp || isToBeDropped(operation));
        if (System.nanoTime() - lookedAt >= poll) {
            look();
        }
    }

    private void look() {
        lookedAt = System.nanoTime();
        subscriptions.values().forEach(Subscription::look);
    }

    /** An accept whose sender has been told to come back must not keep others waiting. */
    private static boolean isToBeDropped(LedgerOperation operation) {
        boolean tooLate = operation instanceof Accept && operation.result().isDone();
        if (tooLate) {
            operation.dropped();
        }
        return tooLate;
    }

    private void allWritten() {
        unwritten.forEach(LedgerOperation::dropped);
        unwritten.clear();
    }

    private void step() throws SQLException {
        if (!connection.isOpen()) {
            connection.open();
            lease.reconnected();
        }
        lease.keep();
        if (tryToWrite(unwritten, !closing) == Fault.NONE) {
            allWritten();
        } else {
            separate();
        }
    }

    /** It may have been the claims, when two nodes claim runs of one conversation at once; or one operation, found by trying each alone. */
    private void separate() throws SQLException {
        if (unwritten.size() > 1 && tryToWrite(unwritten, false) == Fault.NONE) {
            allWritten();
            return;
        }
        List<LedgerOperation> blocked = new ArrayList<>();
        try {
            // Each that is blocked costs the time a lock is waited for: some now, more in the next round, after all
            // others.
            for (Iterator<LedgerOperation> each = unwritten.iterator();
                    each.hasNext() && blocked.size() < MOST_BLOCKED; ) {
                LedgerOperation operation = each.next();
                Fault alone = tryToWrite(List.of(operation), false);
                if (alone == Fault.CONFLICT) {
                    blocked.add(operation);
                } else if (alone == Fault.REFUSED) {
                    refuse(operation);
                }
                if (alone != Fault.CONFLICT) {
                    operation.dropped();
                }
                each.remove();
            }
        } finally {
            unwritten.addAll(blocked);
        }
    }

    /** @throws SQLException when the connection can't be used any more, and it may be unknown what was written */
    private Fault tryToWrite(List<LedgerOperation> operations, boolean claiming) throws SQLException {
        try {
            writer.write(operations, claiming);
            return Fault.NONE;
        } catch (SQLException | RuntimeException e) {
            Fault fault = connection.fault(e);
            if (fault == Fault.AWAY) {
                throw e;
            }
            connection.rollback();
            look(); // claims may have been undone
            LOG.debug("The ledger's database says {}: {}", fault, Fault.describe(e));
            return fault;
        }
    }

    /** Nobody may wait for ever for an end that can't be stored as it is: the run is dead, for somebody to decide. */
    private void refuse(LedgerOperation operation) throws SQLException {
        if (operation instanceof End end) {
            String cause =
                    "It ended as '" + end.outcome().state() + "', but the database refused what was to be kept of it.";
            if (tryToWrite(List.of(new End(end.run(), new Outcome.Dead(cause), null, end.result())), false)
                    == Fault.NONE) {
                return;
            }
        }
        if (operation instanceof Write write && write.failure().get() != null) {
            write.result().completeExceptionally(write.failure().get()); // its caller knows what to make of it
            return;
        }
        LOG.warn(
                "The ledger's database refuses the values of an operation: {}",
                operation.getClass().getSimpleName());
        operation.result().completeExceptionally(new LedgerUnavailableException("It can't be stored.", null));
    }

    private void recovered() {
        if (!pause.isZero()) {
            LOG.info("The ledger's database is back");
            pause = Duration.ZERO;
        }
    }

    private void recover(Throwable failure) {
        if (pause.isZero()) {
            LOG.error("The ledger's database fails; events are refused until it is back: {}", Fault.describe(failure));
        }
        observer.failed();
        connection.close();
        look();
        pause = pause.isZero() ? Duration.ofMillis(50) : min(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
