package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LeaseStore.Lost;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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

    private final LedgerConnection connection;
    private final LeaseStore store;
    private final LedgerWriter writer;
    private final LedgerObserver observer;
    private final Duration length;
    private final String place;
    private final String host = hostName();
    private boolean started;
    private boolean fresh;
    private long renewedAt;
    private long steadySince;

    LedgerLease(
            LedgerConnection connection,
            String node,
            String place,
            LedgerWriter writer,
            LedgerSettings settings,
            LedgerObserver observer) {
        this.connection = connection;
        this.place = place;
        this.store = new LeaseStore(connection, node, new Interruptions(settings.maxInterruptions()));
        this.writer = writer;
        this.observer = observer;
        this.length = settings.lease();
    }

    /** To be called after a connection was opened. */
    void reconnected() {
        fresh = true;
    }

    /** Renews the lease when a quarter of it has gone. */
    void keep() throws SQLException {
        long begun = System.nanoTime();
        if (!fresh && begun - renewedAt < length.toNanos() / 4) {
            return;
        }
        store.renew(host, place, length.toMillis());
        List<Lost> lost =
                store.takeBackOwn(writer::isInFlight, !started, started ? LOST : STOPPED, System.currentTimeMillis());
        connection.commit();
        report(lost, "that this server was running, but is not, go again");
        long now = System.nanoTime();
        // After an outage of the database, or one that kept everybody waiting, every lease has ended: each node gets
        // the time to renew
        // its own first.
        if (fresh || now - renewedAt > length.toNanos() / 2) {
            steadySince = now;
        }
        renewedAt = now;
        fresh = false;
        started = true;
        if (now - steadySince > length.toNanos()) {
            takeOver(now);
        }
    }

    /** Ends the lease of a node that stops with nothing left to do, so that it may start elsewhere at once. */
    void release() {
        if (!connection.isOpen()) {
            return;
        }
        try {
            store.release();
            connection.commit();
        } catch (SQLException e) {
            LOG.debug("The lease could not be given up; it ends by itself: {}", e.toString());
        }
    }

    private void takeOver(long begun) throws SQLException {
        List<Lost> lost = store.takeBackFromDeadNodes(System.currentTimeMillis());
        if (System.nanoTime() - begun > length.toNanos() / 4) {
            connection.rollback(); // the database kept us waiting, and maybe those nodes too
        } else {
            connection.commit();
            report(lost, "of nodes that stopped answering are taken over");
        }
    }

    private void report(List<Lost> runs, String what) {
        List<Lost> again = runs.stream().filter(run -> !run.dead()).toList();
        if (!again.isEmpty()) {
            LOG.warn("{} runs {}", again.size(), what);
            again.forEach(run -> observer.takenBack(run.key().workflow()));
        }
        runs.stream().filter(Lost::dead).forEach(run -> {
            LOG.error("A run of {} is dead: {}", run.key().workflow(), Interruptions.cause(run.times()));
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
