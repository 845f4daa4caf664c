package dev.aftertalk.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The leases of the other nodes as this one has seen them. A node is dead when it has not renewed its lease for as long as one is by this
 * server's own clock: that of the database may be set ahead, or be another one after a failover, and would end all leases at once.
 */
final class OtherLeases {

    private final long length;
    private final Map<String, Seen> seen = new HashMap<>();

    OtherLeases(Duration length) {
        this.length = length.toNanos();
    }

    /** @param since when it was first seen like this, by {@link System#nanoTime} */
    private record Seen(long leaseUntil, long since) {}

    /** Begins anew: after an outage each node gets the time to renew its lease first. */
    void forget() {
        seen.clear();
    }

    /**
     * Those that have not renewed their lease in time.
     *
     * @param leases by node, as the database has them now
     */
    Map<String, Long> dead(Map<String, Long> leases) {
        long now = System.nanoTime();
        seen.keySet().retainAll(leases.keySet());
        Map<String, Long> dead = new HashMap<>();
        leases.forEach((node, leaseUntil) -> {
            Seen before = seen.get(node);
            if (before == null || before.leaseUntil() != leaseUntil) {
                seen.put(node, new Seen(leaseUntil, now));
            } else if (now - before.since() > length) {
                dead.put(node, leaseUntil);
            }
        });
        return dead;
    }
}
