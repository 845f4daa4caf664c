package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LeaseStore.Lost;
import dev.aftertalk.time.MachineClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's lease, takes back runs that are this node's in the ledger but not in fact (after a crash, or when the answer to a commit
 * got lost, which the database may carry out even after we have reconnected), and takes over those of nodes whose lease ended. Used by the
 * writer's thread, outside its transactions.
 */
final class LedgerLease {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerLease.class);

    private static final String STOPPED = "The server stopped while it was running; it goes again.";
    private static final String LOST = "The database failed when the server took it; it goes again.";

    private static final long SOONEST_NANOS = Duration.ofMillis(250).toNanos();

    private final LedgerConnection connection;
    private final LeaseStore store;
    private final Interruptions interruptions;
    private final LedgerWriter writer;
    private final LedgerObserver observer;
    private final Duration length;
    private final OtherLeases others;
    private final String node;
    private final String place;
    private final String host = hostName();
    private boolean started;
    private boolean fresh;
    private SharedIdentityException displaced;
    private long triedAt;
    private long renewedAt;

    LedgerLease(
            LedgerConnection connection,
            String node,
            String place,
            LedgerWriter writer,
            LedgerSettings settings,
            LedgerObserver observer) {
        this.connection = connection;
        this.node = node;
        this.place = place;
        this.interruptions = settings.interruptions();
        this.store = new LeaseStore(connection, node, interruptions);
        this.writer = writer;
        this.observer = observer;
        this.length = settings.lease();
        this.others = new OtherLeases(length);
    }

    /** To be called after a connection was opened. */
    void reconnected() {
        fresh = true;
    }

    /**
     * True while nobody may take this node's runs over: what it claims now is its own. Not while the lease can't be renewed for a whole
     * length, such as when somebody holds a lock on it.
     */
    boolean isHeld() {
        return started && !fresh && displaced == null && System.nanoTime() - renewedAt < length.toNanos();
    }

    /** Not null while another server is alive under this one's name, which must not claim anything. */
    SharedIdentityException displaced() {
        return displaced;
    }

    /**
     * Renews the lease when a quarter of it has gone.
     *
     * @return true when it was time for that
     */
    boolean keep() throws SQLException {
        long begun = System.nanoTime();
        if (!fresh && begun - triedAt < length.toNanos() / 4) {
            return false;
        }
        triedAt = begun;
        // What somebody else holds is looked at again at the next renewal; it keeps neither this node's work nor the
        // others' runs.
        boolean renewed = tried(() -> {
            connection.waitLittle(true);
            displaced = store.renew(host, place, length.toMillis())
                    ? null
                    : new SharedIdentityException(node, store.place(), place);
            connection.commit();
        });
        if (displaced != null) {
            return true;
        }
        if (!renewed) {
            triedAt = begun - length.toNanos() / 4 + SOONEST_NANOS; // again soon
            return true;
        }
        long now = System.nanoTime();
        // After an outage of the database, or one that kept everybody waiting, every lease has ended: each node gets
        // the time to
        // renew its own first.
        if (fresh || now - renewedAt > length.toNanos() / 2) {
            others.forget();
        }
        renewedAt = begun;
        fresh = false;
        tried(this::takeBackOwn);
        tried(this::takeOver);
        return true;
    }

    private void takeBackOwn() throws SQLException {
        List<Lost> lost = store.takeBackOwn(writer::isInFlight, !started, started ? LOST : STOPPED, MachineClock.now());
        connection.commit();
        started = true;
        report(lost, "that this server was running, but is not, go again");
    }

    private void takeOver() throws SQLException {
        for (Map.Entry<String, Long> dead : others.dead(store.leases()).entrySet()) {
            long begun = System.nanoTime();
            List<Lost> lost = store.takeBackFromDeadNode(dead.getKey(), dead.getValue(), MachineClock.now());
            if (System.nanoTime() - begun > length.toNanos() / 4) {
                connection.rollback(); // the database kept us waiting, and maybe those nodes too
            } else {
                connection.commit();
                report(lost, "of nodes that stopped answering are taken over");
            }
        }
        connection.commit();
    }

    /** False when somebody else held what it takes. */
    private boolean tried(Step step) throws SQLException {
        try {
            connection.begin();
            step.run();
            return true;
        } catch (SQLException e) {
            if (connection.fault(e) != Fault.CONFLICT) {
                throw e;
            }
            connection.rollback();
            LOG.debug("Somebody holds what the lease takes: {}", Fault.describe(e));
            return false;
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    /** Ends the lease of a node that stops with nothing left to do, so that it may start elsewhere at once. */
    void release() {
        if (!connection.isOpen() || displaced != null) {
            return;
        }
        try {
            store.release();
            connection.commit();
        } catch (SQLException e) {
            LOG.debug("The lease could not be given up; it ends by itself: {}", e.toString());
        }
    }

    private void report(List<Lost> runs, String what) {
        List<Lost> again = runs.stream().filter(run -> !run.dead()).toList();
        if (!again.isEmpty()) {
            LOG.warn("{} runs {}", again.size(), what);
            again.forEach(run -> observer.takenBack(run.key().workflow()));
        }
        runs.stream().filter(Lost::dead).forEach(run -> {
            LOG.error("A run of {} is dead: {}", run.key().workflow(), interruptions.cause(run.times(), null));
            observer.died(run.key().workflow());
        });
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
