package dev.aftertalk.ledger;

import static dev.aftertalk.ledger.LedgerConnection.bind;

import dev.aftertalk.ledger.LedgerStore.RunKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The SQL of leases: that this node is alive, and what becomes of the runs of one that is not. */
final class LeaseStore {

    private static final String FIND_RUNNING =
            "SELECT event_seq, workflow, attempt, interrupted FROM run WHERE node = ? AND state = 'running'";

    private static final String TAKE_BACK =
            """
            UPDATE run SET state = ?, node = NULL, due_at = ?, ended_at = ?, cause = ?, interrupted = ?
            WHERE event_seq = ? AND workflow = ? AND attempt = ? AND node = ? AND state = 'running'""";

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

    /** Says that this node is alive for {@code leaseMillis} from now on. */
    void renew(String host, String place, long leaseMillis) throws SQLException {
        String sql = "INSERT INTO node (node, host, place, lease_until) VALUES (?, ?, ?, "
                + connection.dialect().nowMillis()
                + " + ?) ON CONFLICT (node) DO UPDATE"
                + " SET lease_until = excluded.lease_until, host = excluded.host, place = excluded.place";
        PreparedStatement renew = connection.statement(sql);
        bind(renew, node, host, place, leaseMillis);
        renew.executeUpdate();
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

    /** Takes back what nodes run whose lease has ended. Returns those runs. */
    List<Lost> takeBackFromDeadNodes(long now) throws SQLException {
        List<String> gone = new ArrayList<>();
        PreparedStatement find = connection.statement("SELECT node FROM node WHERE node <> ? AND lease_until < "
                + connection.dialect().nowMillis());
        find.setString(1, node);
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                gone.add(row.getString(1));
            }
        }
        List<Lost> all = new ArrayList<>();
        for (String other : gone) {
            List<Lost> lost = running(other);
            lost.replaceAll(run -> run.interrupted(interruptions));
            takeBack(other, lost, true, "The node that ran it stopped answering; another takes it over.", now);
            PreparedStatement forget = connection.statement("DELETE FROM node WHERE node = ? AND lease_until < "
                    + connection.dialect().nowMillis());
            forget.setString(1, other);
            forget.executeUpdate();
            all.addAll(lost);
        }
        return all;
    }

    private List<Lost> running(String ofNode) throws SQLException {
        List<Lost> runs = new ArrayList<>();
        PreparedStatement find = connection.statement(FIND_RUNNING);
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
        PreparedStatement takeBack = connection.statement(TAKE_BACK);
        for (Lost run : runs) {
            bind(
                    takeBack,
                    run.dead() ? "dead" : "queued",
                    ended ? now + interruptions.delay(run.times()) : now,
                    run.dead() ? now : null,
                    run.dead() ? Interruptions.cause(run.times()) : cause,
                    run.times(),
                    run.key().eventSeq(),
                    run.key().workflow(),
                    run.key().attempt(),
                    from);
            takeBack.addBatch();
        }
        takeBack.executeBatch();
    }
}
