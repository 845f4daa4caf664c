package dev.aftertalk.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's lease, takes its own runs back after a crash, and takes over those of nodes whose lease ended. Used by the writer's
 * thread, outside its transactions.
 */
final class LedgerLease {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerLease.class);

    private final LedgerStore store;
    private final LedgerWriter writer;
    private final Duration length;
    private final String host = hostName();
    private boolean fresh;
    private long connectedAt;
    private long renewedAt;

    LedgerLease(LedgerStore store, LedgerWriter writer, Duration length) {
        this.store = store;
        this.writer = writer;
        this.length = length;
    }

    /** To be called after a connection was opened: what this node runs may not be what the ledger says it runs. */
    void reconnected() {
        fresh = true;
        connectedAt = System.nanoTime();
    }

    /** Renews the lease when a third of it has gone. */
    void keep() throws SQLException {
        long now = System.nanoTime();
        if (!fresh && now - renewedAt < length.toNanos() / 3) {
            return;
        }
        store.renewLease(host, length.toMillis());
        long millis = System.currentTimeMillis();
        if (fresh) {
            report(
                    store.takeBackOwn(writer::isInFlight, millis),
                    "that this server was running when it stopped go again");
        }
        // After an outage of the database every lease has ended: each node gets the time to renew its own first.
        if (now - connectedAt > length.toNanos()) {
            report(store.takeBackFromDeadNodes(millis), "of nodes that stopped answering are taken over");
        }
        store.commit();
        renewedAt = now;
        fresh = false;
    }

    private static void report(int count, String what) {
        if (count > 0) {
            LOG.warn("{} runs {}", count, what);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
