package dev.aftertalk.ledger;

import java.sql.SQLException;
import java.time.Duration;

/**
 * Knows whether an event that came now would be stored in time. When there is reason to doubt it, it tries, without a trace: a lock on the
 * ledger's own tables stops the webhook while the connection is as well as ever. The writer's thread looks, any thread asks.
 */
final class AcceptWatch {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final int MOST_DOUBLINGS = 4;

    private final LedgerTransactions transactions;
    private final Duration inTime;
    private boolean doubted;
    private int broken;
    private long lookedAt;
    private volatile boolean failing;
    private volatile long failingSince;

    /** @param inTime how long an event may wait to be stored */
    AcceptWatch(LedgerTransactions transactions, Duration inTime) {
        this.transactions = transactions;
        this.inTime = inTime;
    }

    /** To be told when an event could not be stored in time, or none was stored for a while. */
    void doubt() {
        doubted = true;
    }

    /** True from a failure until one could be stored again. */
    boolean isFailing() {
        return failing;
    }

    /** False once no event could have been stored for as long as one may wait. */
    boolean isInTime() {
        return !failing || System.nanoTime() - failingSince < inTime.toNanos();
    }

    /** Looks if there is reason to; the more rarely, the more often that broke the connection. */
    void lookIfInDoubt() throws SQLException {
        long pause = SHORTEST_PAUSE.toNanos() << Math.min(broken, MOST_DOUBLINGS);
        if (failing ? System.nanoTime() - lookedAt >= pause : doubted) {
            look();
        }
    }

    /**
     * Tries it.
     *
     * @return whether an event could be stored
     * @throws SQLException when the connection can't be used any more
     */
    boolean look() throws SQLException {
        boolean stores = false;
        broken++;
        try {
            stores = transactions.tryToAccept() == Fault.NONE;
            broken = 0;
        } finally {
            if (!stores && !failing) {
                failingSince = System.nanoTime();
            }
            failing = !stores;
            doubted = false;
            lookedAt = System.nanoTime();
        }
        return stores;
    }
}
