package dev.aftertalk.care.reconcile;

import dev.aftertalk.access.Audit;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.time.ClockSkew;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the reconciler: what is to be compared, how far that is, and which node does it. */
@Component
public class ReconciliationStore {

    /** Longer than a page can take. A server that is started again has its own lease still. */
    private static final long LEASE = 120_000;

    /** Stretches are made one up to here: no outage shall wait long for the next one to come. */
    private static final long LONGEST = Duration.ofMinutes(30).toMillis();

    private static final String INSERT =
            """
            INSERT INTO reconciliation (reason, from_at, to_at, state, requested_at, due_at, pages, found, had, started, missing, attempts)
            VALUES (?, ?, ?, 'waiting', ?, ?, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING""";

    private final JdbcClient database;
    private final LedgerWrites writes;
    private final String node;

    @Autowired
    ReconciliationStore(JdbcClient database, LedgerWrites writes, Ledger ledger) {
        this(database, writes, ledger.node());
    }

    ReconciliationStore(JdbcClient database, LedgerWrites writes, String node) {
        this.database = database;
        this.writes = writes;
        this.node = node;
    }

    /**
     * Writes dark stretches down that are not yet, each due when it has settled, and forgets who listened before {@code since}. One that
     * follows closely on another that nobody has begun with is made one with it: the same lists are read for both.
     *
     * @param close what lies no further apart, in milliseconds
     */
    void add(List<TimeRange> dark, long now, long settle, long since, long close) {
        List<TimeRange> known = database.sql(
                        "SELECT from_at, to_at FROM reconciliation WHERE reason = 'dark' ORDER BY from_at")
                .query((row, n) -> new TimeRange(row.getLong(1), row.getLong(2)))
                .list();
        List<TimeRange> fresh = dark.stream()
                .map(one -> rest(one, known))
                .filter(one -> one.from() < one.to())
                .toList();
        writes.write(ledger -> {
            for (TimeRange one : fresh) {
                if (!extended(ledger, one, now, settle, close)) {
                    ledger.sql(INSERT)
                            .params("dark", one.from(), one.to(), now, one.to() + settle)
                            .update();
                }
            }
            ListeningStore.forget(ledger, since);
            return null;
        });
    }

    /** What comes after all that is known of it: it may be dark for longer than it was, since the end of it was forgotten. */
    private static TimeRange rest(TimeRange one, List<TimeRange> known) {
        long from = one.from();
        for (TimeRange old : known) {
            from = old.from() <= from ? Math.max(from, old.to()) : from;
        }
        return new TimeRange(from, one.to());
    }

    /**
     * Lets nothing wait for a time that a clock which was ahead has left, at the start of this server or as its clock has been set back. What it took for dark up to a time that is yet to come is compared again, even if it has been: by
     * that clock it was over, and an outage meanwhile has the same begin. What this clock may be wrong about is compared once too often, which starts nothing twice.
     *
     * @param longest that anything waits, in milliseconds, unless iAdvize has asked for more
     */
    void forgetAhead(long now, long settle, long longest) {
        long latest = ClockSkew.latest(now);
        writes.write(ledger -> {
            ledger.sql(
                            """
                            UPDATE reconciliation SET state = 'waiting', due_at = ?, upto_at = NULL, list = NULL, list_cursor = NULL
                            WHERE reason = 'dark' AND to_at > ? AND from_at <= ? AND (state <> 'running' OR due_at > ?)""")
                    .params(now + settle, latest, latest, latest)
                    .update();
            return ledger.sql("UPDATE reconciliation SET due_at = ? WHERE state <> 'done' AND due_at > ?")
                    .params(now + settle, latest + settle + longest)
                    .update();
        });
    }

    private static boolean extended(JdbcClient ledger, TimeRange one, long now, long settle, long close) {
        return ledger.sql(
                                """
                                UPDATE reconciliation SET to_at = ?, due_at = ?
                                WHERE reason = 'dark' AND state = 'waiting' AND ended_at IS NULL AND due_at > ?
                                  AND to_at BETWEEN ? AND ? AND from_at >= ?""")
                        .params(one.to(), one.to() + settle, now, one.from() - close, one.from(), one.to() - LONGEST)
                        .update()
                > 0;
    }

    /** Asks for a stretch, and writes down who did. Returns its number. */
    long ask(TimeRange asked, long now, Audit audit, String who) {
        return writes.write(ledger -> {
            String stretch = Instant.ofEpochMilli(asked.from()) + " – " + Instant.ofEpochMilli(asked.to());
            audit.record(ledger, who, "reconciliation.asked", stretch, "");
            return ask(ledger, asked, now);
        });
    }

    /** Asks for a stretch from outside of a server. Returns its number. */
    public static long ask(JdbcClient database, TimeRange asked, long now) {
        return database.sql(INSERT + " RETURNING id")
                .params("asked", asked.from(), asked.to(), now, now)
                .query(Long.class)
                .single();
    }

    /**
     * The next one that is due; one that has failed for longer than {@code since} is let be.
     *
     * @param outages false to leave them waiting
     */
    Optional<Reconciliation> due(long now, long since, boolean outages) {
        return database.sql(
                        """
                        SELECT * FROM reconciliation WHERE state <> 'done' AND due_at <= ? AND (attempts = 0 OR requested_at >= ?)
                          AND (reason = 'asked' OR ? = 1)
                        ORDER BY due_at, id LIMIT 1""")
                .params(now, since, outages ? 1 : 0)
                .query(ReconciliationStore::row)
                .optional();
    }

    public static Optional<Reconciliation> find(JdbcClient database, long id) {
        return database.sql("SELECT * FROM reconciliation WHERE id = ?")
                .param(id)
                .query(ReconciliationStore::row)
                .optional();
    }

    /** The newest ones, the latest first. */
    List<Reconciliation> latest(int most) {
        return database.sql("SELECT * FROM reconciliation ORDER BY id DESC LIMIT ?")
                .param(most)
                .query(ReconciliationStore::row)
                .list();
    }

    /** Whether this node is the one that reconciles, from now on for a while. */
    boolean lease(long now) {
        return writes.write(ledger -> leased(ledger, now));
    }

    /** Keeps how far a pass is. @return false when another node has taken over, and nothing was changed */
    boolean save(Reconciliation at, long now) {
        return writes.write(ledger -> leased(ledger, now)
                && ledger.sql(
                                        """
                                UPDATE reconciliation SET state = 'running', upto_at = ?, list = ?, list_cursor = ?, pages = ?, found = ?,
                                  had = ?, started = ?, erased = ?, missing = ?, types = ? WHERE id = ?""")
                                .params(
                                        at.upto(),
                                        at.list(),
                                        at.cursor(),
                                        at.counts().pages(),
                                        at.counts().found(),
                                        at.counts().had(),
                                        at.counts().started(),
                                        at.counts().erased(),
                                        at.counts().missing(),
                                        types(at),
                                        at.id())
                                .update()
                        == 1);
    }

    /** A pass has ended. @param dueAt when another one is needed, or null; what was made longer meanwhile needs another one, too */
    void end(Reconciliation at, Long dueAt, String note, long now) {
        writes.write(ledger -> ledger.sql(
                        """
                        UPDATE reconciliation SET state = CASE WHEN to_at > ? THEN 'waiting' ELSE ? END, due_at = coalesce(?, due_at), ended_at = ?, upto_at = NULL, list = NULL,
                          list_cursor = NULL, pages = ?, found = ?, had = ?, started = ?, erased = ?, missing = ?, types = ?, attempts = 0, error = ?
                        WHERE id = ?""")
                .params(
                        at.to(),
                        dueAt == null ? "done" : "waiting",
                        dueAt,
                        now,
                        at.counts().pages(),
                        at.counts().found(),
                        at.counts().had(),
                        at.counts().started(),
                        at.counts().erased(),
                        at.counts().missing(),
                        types(at),
                        note,
                        at.id())
                .update());
    }

    /** A pass has failed. @param resumes whether it goes on where it is; otherwise it begins anew */
    void fail(Reconciliation at, boolean resumes, String error, long dueAt, long now) {
        writes.write(ledger -> ledger.sql(
                        """
                        UPDATE reconciliation SET state = 'failed', due_at = ?, ended_at = ?, error = ?, attempts = attempts + 1,
                          upto_at = CASE WHEN ? = 1 THEN upto_at END, list = CASE WHEN ? = 1 THEN list END,
                          list_cursor = CASE WHEN ? = 1 THEN list_cursor END
                        WHERE id = ?""")
                .params(dueAt, now, error, resumes ? 1 : 0, resumes ? 1 : 0, resumes ? 1 : 0, at.id())
                .update());
    }

    private boolean leased(JdbcClient ledger, long now) {
        return ledger.sql(
                                """
                                INSERT INTO reconciler (one, node, lease_until) VALUES (1, ?, ?)
                                ON CONFLICT (one) DO UPDATE SET node = excluded.node, lease_until = excluded.lease_until
                                WHERE reconciler.node = excluded.node OR reconciler.lease_until < ?""")
                        .params(node, now + LEASE, now)
                        .update()
                == 1;
    }

    private static Reconciliation row(ResultSet row, int n) throws SQLException {
        return new Reconciliation(
                row.getLong("id"),
                row.getString("reason"),
                row.getLong("from_at"),
                row.getLong("to_at"),
                row.getString("state"),
                row.getLong("requested_at"),
                number(row, "ended_at"),
                number(row, "upto_at"),
                row.getString("list"),
                row.getString("list_cursor"),
                new Reconciliation.Counts(
                        row.getInt("pages"),
                        row.getInt("found"),
                        row.getInt("had"),
                        row.getInt("started"),
                        row.getInt("erased"),
                        row.getInt("missing")),
                row.getInt("attempts"),
                row.getString("error"),
                types(row.getString("types")));
    }

    private static String types(Reconciliation row) {
        return row.types() == null ? null : String.join(",", row.types());
    }

    private static List<String> types(String stored) {
        return stored == null
                ? null
                : Stream.of(stored.split(",")).filter(type -> !type.isEmpty()).toList();
    }

    private static Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : (Long) value;
    }
}
