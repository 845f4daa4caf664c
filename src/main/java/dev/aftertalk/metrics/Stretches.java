package dev.aftertalk.metrics;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Adds what meters count to a table, in stretches of ten minutes, on all servers together. They are figures to look at, and no proof: when a
 * server ends, what it counted since the last time is lost, and what was added when the database went away at that moment may be added again.
 *
 * @param <K> what is counted
 * @param <C> how often, and how
 */
final class Stretches<K extends Comparable<K>, C extends Counts<C>> {

    private static final Logger LOG = LoggerFactory.getLogger(Stretches.class);
    private static final long STRETCH = Duration.ofMinutes(10).toMillis();
    private static final Duration KEPT = Duration.ofDays(31);

    /** Where they are kept. */
    interface Table<K, C> {

        /** @param begin of the stretch, in milliseconds since 1970 */
        void add(JdbcClient ledger, long begin, K key, C counts);

        /** Deletes the stretches that began before. */
        void delete(JdbcClient ledger, long before);
    }

    private final C none;
    private final LedgerWrites writes;
    private final Table<K, C> table;
    private final Map<K, C> kept = new HashMap<>();

    /** @param none what nothing has been counted of */
    Stretches(C none, LedgerWrites writes, Table<K, C> table) {
        this.none = none;
        this.writes = writes;
        this.table = table;
    }

    /**
     * Adds what has been counted since the last time to the stretch that this time is in; when the database is away, the next time.
     *
     * @param counted since the start of this server
     */
    synchronized void keep(Map<K, C> counted, long now) {
        // In the same order on all servers: each waits for the rows that another has written and not committed yet.
        Map<K, C> fresh = new TreeMap<>();
        counted.forEach((key, counts) -> {
            C since = counts.minus(kept.getOrDefault(key, none));
            if (!since.equals(none)) {
                fresh.put(key, since);
            }
        });
        if (fresh.isEmpty()) {
            return;
        }
        try {
            writes.write(ledger -> {
                fresh.forEach((key, counts) -> table.add(ledger, begin(now), key, counts));
                table.delete(ledger, now - KEPT.toMillis());
                return null;
            });
            fresh.forEach((key, counts) -> kept.merge(key, counts, C::plus));
        } catch (RetryableException | DataAccessException e) {
            LOG.debug("The database is away; the figures are added when it is back", e);
        }
    }

    /** When the stretch began that this time is in. */
    static long begin(long at) {
        return at - at % STRETCH;
    }
}
