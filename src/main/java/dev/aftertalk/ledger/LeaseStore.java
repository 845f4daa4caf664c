package dev.aftertalk.ledger;

import static dev.aftertalk.ledger.LedgerConnection.bind;
import static dev.aftertalk.ledger.NamedSql.with;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The SQL of leases: that this node is alive, and what becomes of the runs of one that is not. */
final class LeaseStore {

    static final String FIND_RUNNING =
            "SELECT r.event_seq, r.workflow, r.attempt, r.interrupted FROM run r WHERE r.node = ? AND r.state = 'running'";

    private static final String RENEW =
            """
            INSERT INTO node (node, host, place, lease_until) VALUES (?, ?, ?, %1$s + ?)
            ON CONFLICT (node) DO UPDATE SET lease_until = excluded.lease_until, host = excluded.host, place = excluded.place""";

    /** Not by who is in another place: with one identity, each would take the other's runs for its own. */
    private static final String UNLESS_ELSEWHERE =
            " WHERE node.place IS NULL OR excluded.place IS NULL OR node.place = excluded.place OR node.lease_until < %1$s";

    /** A run that somebody else holds stays with its node, and that one known, until it can be had. */
    private static final String FORGET =
            """
            DELETE FROM node WHERE node = ? AND lease_until = ?
              AND NOT EXISTS (SELECT 1 FROM run r WHERE r.node = node.node AND r.state = 'running')""";

    private static final NamedSql TAKE_BACK = NamedSql.of(
            """
            UPDATE run SET state = :state, node = NULL, due_at = :dueAt, ended_at = :endedAt, cause = :cause, interrupted = :times
            WHERE event_seq = :eventSeq AND workflow = :workflow AND attempt = :attempt AND node = :node AND state = 'running'""");

    private final LedgerConnection connection;
    private final String node;
    private final Interruptions interruptions;

    /** @param node identifies this node among all that work on the same database */
    LeaseStore(LedgerConnection connection, String node, Interruptions interruptions) {
        this.connection = connection;
        this.node = node;
        this.interruptions = interruptions;
    }

    /**
     * A run whose node does not work on it any more.
     *
     * @param times how often in a row its server has ended
     * @param dead true when it does not go again
     */
    record Lost(RunKey key, int times, boolean dead) {

        private Lost interrupted(Interruptions interruptions) {
            return new Lost(key, times + 1, interruptions.isTooMany(times + 1));
        }
    }

    /**
     * Says that this node is alive for {@code leaseMillis} from now on.
     *
     * @return false when another server is alive under this node's name; then nothing is changed
     */
    boolean renew(String host, String place, long leaseMillis) throws SQLException {
        PreparedStatement renew = connection.statement(renewal(connection.dialect()));
        bind(renew, node, host, place, leaseMillis);
        return renew.executeUpdate() == 1;
    }

    /** Ends the lease, unless this node still runs something: others would do that again, and it may still be at it. */
    void release() throws SQLException {
        PreparedStatement release = connection.statement("UPDATE node SET lease_until = "
                + connection.dialect().nowMillis()
                + " WHERE node = ? AND NOT EXISTS (SELECT 1 FROM run WHERE run.node = ? AND state = 'running')");
        bind(release, node, node);
        release.executeUpdate();
    }

    /**
     * Takes back what this node is said to be running but is not. Returns those runs.
     *
     * @param ended whether it is because the server has ended
     */
    List<Lost> takeBackOwn(Predicate<RunKey> reallyRunning, boolean ended, String cause, long now) throws SQLException {
        List<Lost> lost = running(node);
        lost.removeIf(run -> reallyRunning.test(run.key()));
        if (ended) {
            lost.replaceAll(run -> run.interrupted(interruptions));
        }
        takeBack(node, lost, ended, cause, now);
        return lost;
    }

    /** SQL with the parameters node, host, place and length in milliseconds, that changes no row when another server has this name. */
    static String renewal(Dialect dialect) {
        // SQLite's file is in the data folder, which is locked: who has it is this node, wherever it was before.
        return (dialect == Dialect.SQLITE ? RENEW : RENEW + UNLESS_ELSEWHERE).formatted(dialect.nowMillis());
    }

    /** Where the server is that is alive under this node's name. */
    String place() throws SQLException {
        PreparedStatement find = connection.statement("SELECT place FROM node WHERE node = ?");
        find.setString(1, node);
        try (ResultSet row = find.executeQuery()) {
            return row.next() ? row.getString(1) : "another place";
        }
    }

    /** Until when the other nodes are alive, by the database's clock. */
    Map<String, Long> leases() throws SQLException {
        Map<String, Long> leases = new HashMap<>();
        PreparedStatement find = connection.statement("SELECT node, lease_until FROM node WHERE node <> ?");
        find.setString(1, node);
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                leases.put(row.getString(1), row.getLong(2));
            }
        }
        return leases;
    }

    /**
     * Takes back what a node runs whose lease has ended, by the database's clock too. Returns those runs.
     *
     * @param leaseUntil the lease by which the node is known to be dead; one that has renewed it is alive
     */
    List<Lost> takeBackFromDeadNode(String other, long leaseUntil, long now) throws SQLException {
        PreparedStatement dead =
                connection.statement("SELECT 1 FROM node WHERE node = ? AND lease_until = ? AND lease_until < "
                        + connection.dialect().nowMillis());
        bind(dead, other, leaseUntil);
        try (ResultSet row = dead.executeQuery()) {
            if (!row.next()) {
                return List.of();
            }
        }
        List<Lost> lost = running(other);
        lost.replaceAll(run -> run.interrupted(interruptions));
        takeBack(other, lost, true, "The node that ran it stopped answering; another takes it over.", now);
        PreparedStatement forget = connection.statement(FORGET);
        bind(forget, other, leaseUntil);
        forget.executeUpdate();
        return lost;
    }

    private List<Lost> running(String ofNode) throws SQLException {
        List<Lost> runs = new ArrayList<>();
        PreparedStatement find =
                connection.statement(FIND_RUNNING + connection.dialect().lockRows());
        find.setString(1, ofNode);
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                RunKey key = new RunKey(row.getLong(1), row.getString(2), row.getInt(3));
                runs.add(new Lost(key, row.getInt(4), false));
            }
        }
        return runs;
    }

    private void takeBack(String from, List<Lost> runs, boolean ended, String cause, long now) throws SQLException {
        PreparedStatement takeBack = connection.statement(TAKE_BACK.sql());
        for (Lost run : runs) {
            TAKE_BACK.addTo(
                    takeBack,
                    with("state", run.dead() ? "dead" : "queued")
                            .addValue("dueAt", ended ? now + interruptions.delay(run.times()) : now)
                            .addValue("endedAt", run.dead() ? now : null)
                            .addValue("cause", ended ? interruptions.cause(run.times(), cause) : cause)
                            .addValue("times", run.times())
                            .addValue("eventSeq", run.key().eventSeq())
                            .addValue("workflow", run.key().workflow())
                            .addValue("attempt", run.key().attempt())
                            .addValue("node", from));
        }
        takeBack.executeBatch();
    }
}
