package dev.aftertalk.care.alerts;

import dev.aftertalk.care.alerts.Alert.Phase;
import dev.aftertalk.ledger.history.Nodes;
import dev.aftertalk.privacy.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of what was said, and of which way has not taken it yet. All may throw what a database throws that can't be read or written.
 */
class AlertQueue {

    /** The kind of the last alert for some time. */
    static final String MANY = "many";

    /** What could not be handed over for so long is given up. */
    private static final Duration KEPT = Duration.ofDays(3);

    /** How often in a row a way may refuse an alert before others go first. */
    private static final int PATIENCE = 12;

    private final Database database;
    private final String node;

    /** @param node this server's name */
    AlertQueue(Database database, String node) {
        this.database = database;
        this.node = node;
    }

    /**
     * An alert that one way has not taken yet.
     *
     * @param dueAt when it may be tried
     */
    record Pending(Alert alert, String way, long dueAt) {}

    /** What was said lately. @param silent whether the last one for some time is among it */
    record Sent(long alerts, boolean silent) {}

    /** What was said from then until then. */
    Sent sent(long since, long until) {
        return database.reads()
                .sql(
                        "SELECT count(*), count(CASE WHEN kind = ? THEN 1 END) FROM alert_message WHERE at > ? AND at <= ?")
                .params(MANY, since, until)
                .query((row, n) -> new Sent(row.getLong(1), row.getLong(2) > 0))
                .single();
    }

    /** Adds an alert, within a transaction. */
    static void add(JdbcClient ledger, Alert alert, Collection<String> ways) {
        ledger.sql(
                        """
                        INSERT INTO alert_message (id, at, name, kind, phase, urgent, since, subject, text, link)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING""")
                .params(
                        alert.id(),
                        alert.at(),
                        alert.name(),
                        alert.kind(),
                        alert.phase().code(),
                        alert.urgent() ? 1 : 0,
                        alert.since(),
                        alert.subject(),
                        alert.text(),
                        alert.link())
                .update();
        for (String way : new TreeSet<>(ways)) {
            ledger.sql(
                            """
                            INSERT INTO alert_delivery (message, way, due_at, failures) VALUES (?, ?, 0, 0)
                            ON CONFLICT (message, way) DO NOTHING""")
                    .params(alert.id(), way)
                    .update();
        }
    }

    /** Whether there is something to {@link #forget}. */
    boolean isOld(long now) {
        return database.reads()
                        .sql("SELECT count(*) FROM alert_message WHERE at < ?")
                        .param(now - KEPT.toMillis())
                        .query(Long.class)
                        .single()
                > 0;
    }

    void forget(long now) {
        database.writes().write(ledger -> forget(ledger, now));
    }

    private static int forget(JdbcClient ledger, long now) {
        long before = now - KEPT.toMillis();
        ledger.sql("DELETE FROM alert_delivery WHERE message IN (SELECT id FROM alert_message WHERE at < ?)")
                .param(before)
                .update();
        return ledger.sql("DELETE FROM alert_message WHERE at < ?")
                .param(before)
                .update();
    }

    /** The ways that have not taken all alerts yet. */
    List<String> behind(long now) {
        return database.reads()
                .sql(
                        """
                        SELECT DISTINCT d.way FROM alert_delivery d JOIN alert_message m ON m.id = d.message
                        WHERE m.at >= ? ORDER BY d.way""")
                .param(now - KEPT.toMillis())
                .query(String.class)
                .list();
    }

    /** The first alert that a way has not taken yet; one that it has refused again and again comes after all others. */
    Optional<Pending> next(String way, long now) {
        return database.reads()
                .sql(
                        """
                        SELECT m.*, d.way, d.due_at FROM alert_delivery d JOIN alert_message m ON m.id = d.message
                        WHERE d.way = ? AND m.at >= ? ORDER BY CASE WHEN d.failures < ? THEN 0 ELSE 1 END, m.at, m.id LIMIT 1""")
                .params(way, now - KEPT.toMillis(), PATIENCE)
                .query(AlertQueue::pending)
                .optional();
    }

    /** True when it is this server that tries it now, and no other until that time. */
    boolean claim(Pending pending, long until) {
        return database.writes().write(ledger -> ledger.sql(
                                "UPDATE alert_delivery SET due_at = ?, node = ? WHERE message = ? AND way = ? AND due_at = ?")
                        .params(until, node, pending.alert().id(), pending.way(), pending.dueAt())
                        .update())
                == 1;
    }

    /** Lets what is to be tried later than then be tried now, but for what other servers try that are at work: they have clocks of their own, and may be at it. */
    void tryNow(long later) {
        Set<String> others = new HashSet<>(Nodes.alive(database.reads()));
        others.remove(node);
        others.add(""); // a list can't be empty
        database.writes().write(ledger -> ledger.sql(
                        "UPDATE alert_delivery SET due_at = 0 WHERE due_at > ? AND (node IS NULL OR node NOT IN ("
                                + Database.marks(others) + "))")
                .param(later)
                .params(List.copyOf(others))
                .update());
    }

    /** It was not taken, and may be tried again then. */
    void failed(Pending pending, long again) {
        database.writes().write(ledger -> ledger.sql(
                        "UPDATE alert_delivery SET due_at = ?, failures = failures + 1 WHERE message = ? AND way = ?")
                .params(again, pending.alert().id(), pending.way())
                .update());
    }

    /** It was taken. */
    void taken(Pending pending) {
        database.writes().write(ledger -> ledger.sql("DELETE FROM alert_delivery WHERE message = ? AND way = ?")
                .params(pending.alert().id(), pending.way())
                .update());
    }

    private static Pending pending(ResultSet row, int n) throws SQLException {
        Alert alert = new Alert(
                row.getString("id"),
                row.getLong("at"),
                row.getString("name"),
                row.getString("kind"),
                Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                row.getInt("urgent") == 1,
                row.getLong("since"),
                row.getString("subject"),
                row.getString("text"),
                row.getString("link"));
        return new Pending(alert, row.getString("way"), row.getLong("due_at"));
    }
}
