package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LedgerOperation.Accept;
import dev.aftertalk.ledger.LedgerOperation.WakeUp;
import dev.aftertalk.ledger.LedgerOperation.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
 * once. When the database is away, all is kept and tried again.
 */
final class LedgerLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerLoop.class);
    private static final int BATCH = 512;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final long NEXT_TRY_NANOS = Duration.ofMillis(100).toNanos();
    private static final long IDLE_AFTER_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final LedgerConnection connection;
    private final LedgerBatchWriter batches;
    private final AcceptWatch accepts;
    private final LedgerLease lease;
    private final LedgerObserver observer;
    private final Map<String, Subscription> subscriptions;
    private final long poll;
    private final long idlePoll;
    private final long longestSilence;
    private final Runnable whenDisplaced;
    private final BlockingQueue<LedgerOperation> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::work, "ledger-writer");
    private volatile boolean closing;
    private volatile long closeBy;
    private volatile boolean stopped;
    private volatile boolean displaced;
    private volatile long steppedAt = System.nanoTime();
    // Only the writer's thread touches these.
    private final List<LedgerOperation> unwritten = new ArrayList<>();
    private Duration pause = Duration.ZERO;
    private long lookedAt = System.nanoTime();
    private long toldAt = System.nanoTime();

    LedgerLoop(
            DataSource dataSource,
            String node,
            String place,
            Map<String, Subscription> subscriptions,
            LedgerSettings settings,
            LedgerObserver observer,
            Runnable whenDisplaced) {
        this.whenDisplaced = whenDisplaced;
        this.connection = new LedgerConnection(dataSource);
        this.subscriptions = subscriptions;
        LedgerWriter writer = new LedgerWriter(connection, node, subscriptions, settings, observer);
        LedgerTransactions transactions = new LedgerTransactions(connection, writer, this::look);
        this.accepts = new AcceptWatch(transactions, settings.acceptTimeout());
        this.batches = new LedgerBatchWriter(transactions, accepts);
        this.lease = new LedgerLease(connection, node, place, writer, settings, observer);
        this.observer = observer;
        this.poll = settings.poll().toNanos();
        this.idlePoll = Math.min(4 * poll, settings.lease().toNanos() / 4);
        this.longestSilence = settings.acceptTimeout().toNanos() + idlePoll;
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

    /** See {@link LedgerHealth#storesEvents}. The database is asked at least as often as is looked for work. */
    boolean storesEvents() {
        return System.nanoTime() - steppedAt < longestSilence && accepts.isInTime() && !displaced;
    }

    /** How many operations are held up in the database while all others go on. */
    int heldUp() {
        return batches.waiting();
    }

    /** For how long the first of them has been. */
    Duration longestHeldUp() {
        return batches.longestWait();
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
        batches.drainTo(queue::add);
        refuseWhatIsLeft();
    }

    private boolean somethingIsLeft() {
        return !queue.isEmpty() || !unwritten.isEmpty() || batches.somethingIsLeft();
    }

    private void refuseWhatIsLeft() {
        for (LedgerOperation left = queue.poll(); left != null; left = queue.poll()) {
            left.result().completeExceptionally(new LedgerUnavailableException("The server is stopping.", null));
            left.dropped();
        }
    }

    /**
     * Waits for something to do, or for the time to look for runs that have become due, which comes in the greatest rush too, and less often
     * when no event or run has been told of for a while.
     */
    private void gather() throws InterruptedException {
        if (!pause.isZero()) {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            queue.removeIf(this::isToBeDropped);
        } else if (unwritten.isEmpty()) {
            long untilLook = patience() - (System.nanoTime() - lookedAt);
            long longest = batches.somethingIsLeft() ? Math.min(untilLook, NEXT_TRY_NANOS) : untilLook;
            LedgerOperation first = queue.poll(longest, TimeUnit.NANOSECONDS);
            if (first != null) {
                unwritten.add(first);
            }
        }
        queue.drainTo(unwritten, Math.max(0, BATCH - unwritten.size()));
        unwritten.removeIf(operation -> operation instanceof WakeUp || isToBeDropped(operation));
        if (unwritten.stream().anyMatch(operation -> !(operation instanceof Write))) {
            toldAt = System.nanoTime();
        }
        if (System.nanoTime() - lookedAt >= patience()) {
            look();
        }
    }

    private long patience() {
        return System.nanoTime() - toldAt > IDLE_AFTER_NANOS ? idlePoll : poll;
    }

    private void look() {
        lookedAt = System.nanoTime();
        subscriptions.values().forEach(Subscription::look);
    }

    /** What nobody waits for any more must not keep others waiting. */
    private boolean isToBeDropped(LedgerOperation operation) {
        boolean tooLate = operation.isGivenUp();
        if (tooLate) {
            operation.dropped();
        }
        if (tooLate && operation instanceof Accept) {
            accepts.doubt();
        }
        return tooLate;
    }

    private void step() throws SQLException {
        if (!connection.isOpen()) {
            connection.open();
            lease.reconnected();
        }
        if (lease.keep()) {
            accepts.doubt(); // so that a server nobody sends anything to notices too that it could not take it
            beDisplaced(lease.displaced());
        }
        batches.write(unwritten, closing || !lease.isHeld() ? List.of() : subscriptions.values());
        accepts.lookIfInDoubt();
    }

    /** What it has begun it may end: that is fenced by the attempt. */
    private void beDisplaced(SharedIdentityException by) {
        if (by != null && !displaced) {
            LOG.error("{}, and so is this one, {}: it claims nothing any more and stops", by.getMessage(), by.here());
            whenDisplaced.run();
        }
        displaced = by != null;
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
        pause = pause.isZero() ? Duration.ofMillis(50) : Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
    }
}
