package dev.aftertalk.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * The ledger's SQL, on one connection that is kept. Not thread-safe: only the {@link LedgerWriter} writes. Nothing is committed before
 * {@link #commit}.
 */
final class LedgerStore implements AutoCloseable {

    private static final String WAITING = "state IN ('queued', 'retrying')";

    private static final String INSERT_EVENT =
            """
            INSERT INTO event (seq, event_id, event_type, conversation_id, visitor_id, project_id, created_at, received_at, origin, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id) DO NOTHING""";

    private static final String INSERT_RUN =
            """
            INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at)
            VALUES (?, ?, 'queued', ?, ?, 0, ?, ?)""";

    /** The event's own values are taken from its router run, which is always there. */
    private static final String START_RUN =
            """
            INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at)
            SELECT event_seq, ?, 'queued', order_key, event_created_at, 0, ?, ? FROM run WHERE event_seq = ? AND workflow = ?
            ON CONFLICT (event_seq, workflow) DO NOTHING""";

    /** Attempt and node fence a late end: another node may have taken the run over in the meantime. */
    private static final String END_RUN =
            """
            UPDATE run SET state = ?, cause = ?, due_at = coalesce(?, due_at), ended_at = ?, node = NULL,
              attempt = attempt - ?, intent = CASE WHEN ? = 1 THEN intent END
            WHERE event_seq = ? AND workflow = ? AND state = 'running' AND node = ? AND attempt = ?""";

    private static final String RECORD_INTENT =
            """
            UPDATE run SET intent = ?, intent_at = ?
            WHERE event_seq = ? AND workflow = ? AND state = 'running' AND node = ? AND attempt = ?""";

    /**
     * Due runs, oldest first. A run is passed over while another of its key is running or is due and comes before it, so that of each
     * key at most one is found; one that waits for its next attempt holds nobody up. The plus keeps SQLite from looking for earlier ones by
     * due_at, which reads all that is due for each that is due.
     */
    static final String FIND_DUE =
            """
            SELECT r.event_seq, r.attempt, r.first_claimed_at, r.intent, e.received_at, e.event_id, e.event_type, e.body
            FROM run r JOIN event e ON e.seq = r.event_seq
            WHERE r.workflow = ? AND r.%1$s AND r.due_at <= ?
              AND NOT EXISTS (SELECT 1 FROM run o WHERE o.workflow = r.workflow AND o.order_key = r.order_key AND o.state = 'running')
              AND NOT EXISTS (SELECT 1 FROM run o WHERE o.workflow = r.workflow AND o.order_key = r.order_key AND o.%1$s
                AND +o.due_at <= ? AND (o.event_created_at, o.event_seq) < (r.event_created_at, r.event_seq))
            ORDER BY r.due_at, r.event_seq LIMIT ?"""
                    .formatted(WAITING);

    private static final String CLAIM_RUN =
            """
            UPDATE run SET state = 'running', node = ?, claimed_at = ?,
              first_claimed_at = CASE WHEN attempt = 0 THEN ? ELSE first_claimed_at END, attempt = attempt + 1
            WHERE event_seq = ? AND workflow = ?""";

    private static final String FIND_RUNNING =
            "SELECT event_seq, workflow, attempt FROM run WHERE node = ? AND state = 'running'";

    private static final String TAKE_BACK =
            """
            UPDATE run SET state = 'queued', node = NULL, due_at = ?, cause = ?
            WHERE event_seq = ? AND workflow = ? AND attempt = ? AND node = ? AND state = 'running'""";

    private final DataSource dataSource;
    private final String node;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private Dialect dialect;
    private Connection connection;

    /** @param node identifies this node among all that work on the same database */
    LedgerStore(DataSource dataSource, String node) {
        this.dataSource = dataSource;
        this.node = node;
    }

    /** True when there is a connection to work with. */
    boolean isConnected() {
        return connection != null;
    }

    /** Opens the connection, after {@link #close} too. */
    void connect() throws SQLException {
        Connection opened = dataSource.getConnection();
        try {
            dialect = Dialect.of(opened);
            opened.setAutoCommit(true);
            dialect.prepare(opened);
            opened.setAutoCommit(false);
            connection = opened;
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** For each event whether it is new: false means an event with this id is already there, and nothing was changed. */
    boolean[] insertEvents(List<NewEvent> events) throws SQLException {
        PreparedStatement insert = statement(INSERT_EVENT);
        for (NewEvent e : events) {
            IncomingEvent event = e.event();
            bind(
                    insert,
                    e.seq(),
                    event.eventId(),
                    event.eventType(),
                    event.conversationId(),
                    event.visitorId(),
                    event.projectId());
            insert.setLong(7, e.createdAt());
            insert.setLong(8, e.receivedAt());
            insert.setString(9, event.origin());
            insert.setBytes(10, event.body());
            insert.addBatch();
        }
        boolean[] isNew = areNew(events, insert.executeBatch());
        PreparedStatement route = statement(INSERT_RUN);
        for (int i = 0; i < isNew.length; i++) {
            NewEvent e = events.get(i);
            if (isNew[i]) {
                bind(
                        route,
                        e.seq(),
                        Ledger.ROUTER,
                        e.event().orderKey(),
                        e.createdAt(),
                        e.receivedAt(),
                        e.receivedAt());
                route.addBatch();
            }
        }
        route.executeBatch();
        return isNew;
    }

    /** A driver told to pack a batch into one statement (reWriteBatchedInserts) does not say which rows are new. */
    private boolean[] areNew(List<NewEvent> events, int[] counts) throws SQLException {
        boolean[] isNew = changed(counts);
        PreparedStatement find = statement("SELECT 1 FROM event WHERE seq = ?");
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == Statement.SUCCESS_NO_INFO) {
                find.setLong(1, events.get(i).seq());
                try (ResultSet row = find.executeQuery()) {
                    isNew[i] = row.next();
                }
            }
        }
        return isNew;
    }

    /** For each end whether it counted: false means the run is no longer this node's, and nothing was changed. */
    boolean[] endRuns(List<RunEnd> ends, long now) throws SQLException {
        PreparedStatement end = statement(END_RUN);
        for (RunEnd e : ends) {
            Outcome outcome = e.outcome();
            boolean waits = outcome instanceof Outcome.Retry || outcome instanceof Outcome.GivenBack;
            Long due = outcome instanceof Outcome.Retry retry
                    ? (Long) (now + retry.delay().toMillis())
                    : null;
            // A doubt an earlier attempt left is not settled by this attempt's failure.
            boolean inDoubt = e.run().intent() != null;
            boolean keepIntent = !(outcome instanceof Outcome.Retry retry) || retry.keepIntent() || inDoubt;
            bind(
                    end,
                    outcome.state(),
                    e.cause(),
                    due,
                    waits ? null : now,
                    outcome instanceof Outcome.GivenBack ? 1 : 0,
                    keepIntent ? 1 : 0);
            bindFence(end, 7, e.run());
            end.addBatch();
        }
        boolean[] counted = changed(end.executeBatch());
        PreparedStatement start = statement(START_RUN);
        for (int i = 0; i < counted.length; i++) {
            if (counted[i] && ends.get(i).outcome() instanceof Outcome.Routed routed) {
                for (Start s : routed.starts()) {
                    long due = now + s.delay().toMillis();
                    bind(start, s.workflow(), due, due, ends.get(i).run().eventSeq(), Ledger.ROUTER);
                    start.addBatch();
                }
            }
        }
        start.executeBatch();
        return counted;
    }

    /** For each intent whether it counted: false means the run is no longer this node's, which must then not act. */
    boolean[] recordIntents(List<RunIntent> intents, long now) throws SQLException {
        PreparedStatement record = statement(RECORD_INTENT);
        for (RunIntent intent : intents) {
            bind(record, intent.target(), now);
            bindFence(record, 3, intent.run());
            record.addBatch();
        }
        return changed(record.executeBatch());
    }

    /** Claims at most {@code limit} due runs of the workflow for this node. */
    List<Run> claim(String workflow, int limit, long now) throws SQLException {
        List<Run> found = new ArrayList<>();
        PreparedStatement find = statement(FIND_DUE + dialect.lockRows());
        bind(find, workflow, now, now, limit);
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                found.add(new Run(
                        row.getLong(1),
                        workflow,
                        row.getInt(2) + 1,
                        row.getInt(2) == 0 ? now : row.getLong(3),
                        row.getLong(5),
                        row.getString(4),
                        row.getString(6),
                        row.getString(7),
                        row.getBytes(8)));
            }
        }
        PreparedStatement claim = statement(CLAIM_RUN);
        for (Run run : found) {
            bind(claim, node, now, now, run.eventSeq(), workflow);
            claim.addBatch();
        }
        claim.executeBatch();
        return found;
    }

    /** Says that this node is alive for {@code leaseMillis} from now on. */
    void renewLease(String host, long leaseMillis) throws SQLException {
        String sql = "INSERT INTO node (node, host, lease_until) VALUES (?, ?, " + dialect.nowMillis()
                + " + ?) ON CONFLICT (node) DO UPDATE SET lease_until = excluded.lease_until, host = excluded.host";
        PreparedStatement renew = statement(sql);
        bind(renew, node, host, leaseMillis);
        renew.executeUpdate();
    }

    /** Takes back what this node is said to be running but is not. Returns how many runs that was. */
    int takeBackOwn(Predicate<RunKey> reallyRunning, String cause, long now) throws SQLException {
        List<RunKey> lost = running(node);
        lost.removeIf(reallyRunning);
        takeBack(node, lost, cause, now);
        return lost.size();
    }

    /** Takes back what nodes run whose lease has ended. Returns how many runs that was. */
    int takeBackFromDeadNodes(long now) throws SQLException {
        List<String> gone = new ArrayList<>();
        PreparedStatement find =
                statement("SELECT node FROM node WHERE node <> ? AND lease_until < " + dialect.nowMillis());
        find.setString(1, node);
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                gone.add(row.getString(1));
            }
        }
        int count = 0;
        for (String other : gone) {
            List<RunKey> lost = running(other);
            takeBack(other, lost, "The node that ran it stopped answering; another takes it over.", now);
            PreparedStatement forget =
                    statement("DELETE FROM node WHERE node = ? AND lease_until < " + dialect.nowMillis());
            forget.setString(1, other);
            forget.executeUpdate();
            count += lost.size();
        }
        return count;
    }

    /** What a failure since the last commit says about what to do next. */
    Fault fault(Exception failure) {
        if (failure instanceof SQLException e) {
            return dialect.fault(e);
        }
        return Fault.REFUSED; // it could not even be put to the database
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.clearBatch();
        }
        connection.rollback();
    }

    @Override
    public void close() {
        Connection closing = connection;
        connection = null;
        statements.clear();
        if (closing != null) {
            try (closing) {
                closing.rollback();
                closing.setAutoCommit(true);
                dialect.restore(closing);
            } catch (SQLException e) {
                // It is closed because it failed: what it says now adds nothing.
            }
        }
    }

    private List<RunKey> running(String ofNode) throws SQLException {
        List<RunKey> keys = new ArrayList<>();
        PreparedStatement find = statement(FIND_RUNNING);
        find.setString(1, ofNode);
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                keys.add(new RunKey(row.getLong(1), row.getString(2), row.getInt(3)));
            }
        }
        return keys;
    }

    private void takeBack(String from, List<RunKey> keys, String cause, long now) throws SQLException {
        PreparedStatement takeBack = statement(TAKE_BACK);
        for (RunKey key : keys) {
            bind(takeBack, now, cause, key.eventSeq(), key.workflow(), key.attempt(), from);
            takeBack.addBatch();
        }
        takeBack.executeBatch();
    }

    private void bindFence(PreparedStatement statement, int from, Run run) throws SQLException {
        statement.setLong(from, run.eventSeq());
        statement.setString(from + 1, run.workflow());
        statement.setString(from + 2, node);
        statement.setInt(from + 3, run.attempt());
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else {
                statement.setString(i + 1, (String) value);
            }
        }
    }

    private static boolean[] changed(int[] counts) {
        boolean[] changed = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            changed[i] = counts[i] > 0;
        }
        return changed;
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** An event with the number and times the node gave it. */
    record NewEvent(long seq, IncomingEvent event, long createdAt, long receivedAt) {}

    /** How an attempt ended; the cause may add to the outcome's own. */
    record RunEnd(Run run, Outcome outcome, String cause) {}

    /** What an attempt is about to do. */
    record RunIntent(Run run, String target) {}

    /** One attempt of a run: a node that slept through its lease may claim again what it still works on. */
    record RunKey(long eventSeq, String workflow, int attempt) {
        static RunKey of(Run run) {
            return new RunKey(run.eventSeq(), run.workflow(), run.attempt());
        }
    }
}
