package dev.aftertalk.care.reconcile;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.time.ClockSkew;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of who listened when. */
@Component
class ListeningStore {

    private final JdbcClient database;
    private final LedgerWrites writes;
    private final String node;

    @Autowired
    ListeningStore(JdbcClient database, LedgerWrites writes, Ledger ledger) {
        this(database, writes, ledger.node());
    }

    ListeningStore(JdbcClient database, LedgerWrites writes, String node) {
        this.database = database;
        this.writes = writes;
        this.node = node;
    }

    /** This node has been listening from {@code started} until now, without a break. */
    void listened(long started, long now) {
        writes.write(ledger -> ledger.sql(
                        """
                        INSERT INTO listening (node, started_at, until_at) VALUES (?, ?, ?)
                        ON CONFLICT (node, started_at) DO UPDATE SET until_at = excluded.until_at""")
                .params(node, started, now)
                .update());
    }

    /**
     * Forgets what this node has noted for later than now, by a clock that was ahead: it would hide an outage at that time. Of a stretch that began before, the
     * begin alone is certain, whichever of the two times is the right one; the rest counts as dark, and is compared once too often.
     */
    void forgetAhead(long now) {
        long latest = ClockSkew.latest(now);
        writes.write(ledger -> {
            ledger.sql("DELETE FROM listening WHERE node = ? AND until_at > ? AND started_at > ?")
                    .params(node, latest, now)
                    .update();
            return ledger.sql("UPDATE listening SET until_at = started_at WHERE node = ? AND until_at > ?")
                    .params(node, latest)
                    .update();
        });
    }

    /** The time since {@code since} in which no node listened; a gap that began before is in it as a whole, one that goes on is not. */
    List<TimeRange> dark(long since) {
        return TimeRange.between(database.sql(
                        """
                        SELECT started_at, until_at FROM listening WHERE until_at >= ?
                        UNION ALL SELECT min(until_at), max(until_at) FROM listening WHERE until_at < ? HAVING count(*) > 0""")
                .params(since, since)
                .query((row, n) -> new TimeRange(row.getLong(1), row.getLong(2)))
                .list());
    }

    /** When a node listened last, or 0 when none ever did. */
    long last() {
        return database.sql("SELECT coalesce(max(until_at), 0) FROM listening")
                .query(Long.class)
                .single();
    }

    /** Forgets what is of no use any more, but never who listened last. */
    static int forget(JdbcClient ledger, long before) {
        return ledger.sql(
                        "DELETE FROM listening WHERE until_at < ? AND until_at < (SELECT max(until_at) FROM listening)")
                .param(before)
                .update();
    }
}
