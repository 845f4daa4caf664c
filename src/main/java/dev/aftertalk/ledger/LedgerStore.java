package dev.aftertalk.ledger;

import static dev.aftertalk.ledger.LedgerConnection.bind;
import static dev.aftertalk.ledger.LedgerConnection.changed;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The SQL of events and runs, on the way from the webhook to the end of each workflow. */
final class LedgerStore {

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
            INSERT INTO run (event_seq, workflow, state, cause, ended_at, order_key, event_created_at, attempt, due_at, first_due_at)
            SELECT event_seq, ?, ?, ?, ?, order_key, event_created_at, 0, ?, ? FROM run WHERE event_seq = ? AND workflow = ?
            ON CONFLICT (event_seq, workflow) DO NOTHING""";

    /** Attempt and node fence a late end: another node may have taken the run over in the meantime. */
    private static final String END_RUN =
            """
            UPDATE run SET state = ?, cause = ?, due_at = coalesce(?, due_at), ended_at = ?, node = NULL,
              attempt = attempt - ?, earlier_attempts = earlier_attempts + ?, intent = CASE WHEN ? = 1 THEN intent ELSE ? END, first_claimed_at = coalesce(?, first_claimed_at),
              history = coalesce(?, history), not_called = not_called + ?, waits_for = ?, interrupted = CASE WHEN ? = 1 THEN interrupted ELSE 0 END
            WHERE event_seq = ? AND workflow = ? AND state = 'running' AND node = ? AND attempt = ?""";

    private static final String RECORD_INTENT =
            """
            UPDATE run SET intent = ?, intent_at = ?
            WHERE event_seq = ? AND workflow = ? AND state = 'running' AND node = ? AND attempt = ?""";

    /** How many due runs one search looks at. */
    static final int WINDOW = 100;

    /**
     * Due runs among the {@value #WINDOW} oldest. A run is passed over while another of its key is running or is due and comes before it, so
     * that of each key at most one is found; one that waits for its next attempt holds nobody up. The plus keeps SQLite from looking for
     * earlier ones by due_at, which reads all that is due for each that is due. A run that another node has changed since is not the one that
     * was seen, which its time tells.
     */
    static final String FIND_DUE =
            """
            SELECT r.event_seq, r.attempt, r.first_claimed_at, r.intent, e.received_at, e.event_id, e.event_type, e.body, r.first_due_at,
              r.earlier_attempts, r.history, r.not_called, r.interrupted
            FROM (SELECT w.event_seq, w.workflow, w.due_at FROM run w WHERE w.workflow = ? AND w.%1$s AND w.due_at <= ?
                ORDER BY w.due_at, w.event_seq LIMIT 100) due CROSS JOIN run r CROSS JOIN event e
            WHERE r.event_seq = due.event_seq AND r.workflow = due.workflow AND r.due_at = due.due_at AND r.%1$s AND e.seq = r.event_seq
              AND NOT EXISTS (SELECT 1 FROM run o WHERE o.workflow = r.workflow AND o.order_key = r.order_key AND o.state = 'running')
              AND NOT EXISTS (SELECT 1 FROM run o WHERE o.workflow = r.workflow AND o.order_key = r.order_key AND o.%1$s
                AND +o.due_at <= ? AND (o.event_created_at, o.event_seq) < (r.event_created_at, r.event_seq))
            LIMIT ?"""
                    .formatted(WAITING);

    /** The first due run of the key that a run has, if none of that key is running; of a run without a key, that run. */
    static final String FIND_FIRST =
            """
            SELECT r.event_seq, r.attempt, r.first_claimed_at, r.intent, e.received_at, e.event_id, e.event_type, e.body, r.first_due_at,
              r.earlier_attempts, r.history, r.not_called, r.interrupted
            FROM run r JOIN event e ON e.seq = r.event_seq
            WHERE r.workflow = ? AND r.event_seq = coalesce(
                (SELECT o.event_seq FROM run o
                  WHERE o.workflow = ? AND o.order_key = (SELECT k.order_key FROM run k WHERE k.event_seq = ? AND k.workflow = ?)
                    AND o.%1$s AND +o.due_at <= ? ORDER BY o.event_created_at, o.event_seq LIMIT 1), ?)
              AND r.%1$s AND r.due_at <= ?
              AND NOT EXISTS (SELECT 1 FROM run o WHERE o.workflow = r.workflow AND o.order_key = r.order_key AND o.state = 'running')"""
                    .formatted(WAITING);

    /** Due runs from a place in their order on, whether they may go or not. */
    static final String LIST_DUE =
            """
            SELECT r.due_at, r.event_seq, r.order_key FROM run r
            WHERE r.workflow = ? AND r.%1$s AND r.due_at <= ? AND (r.due_at, r.event_seq) > (?, ?)
            ORDER BY r.due_at, r.event_seq LIMIT ?"""
                    .formatted(WAITING);

    private final LedgerConnection connection;
    private final String node;

    /** @param node identifies this node among all that work on the same database */
    LedgerStore(LedgerConnection connection, String node) {
        this.connection = connection;
        this.node = node;
    }

    /** For each event whether it is new: false means an event with this id is already there, and nothing was changed. */
    boolean[] insertEvents(List<NewEvent> events) throws SQLException {
        PreparedStatement insert = connection.statement(INSERT_EVENT);
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
        PreparedStatement route = connection.statement(INSERT_RUN);
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
        PreparedStatement find = connection.statement("SELECT 1 FROM event WHERE seq = ?");
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
        PreparedStatement end = connection.statement(END_RUN);
        for (RunEnd e : ends) {
            Outcome outcome = e.outcome();
            boolean waits = outcome instanceof Outcome.Retry || outcome instanceof Outcome.GivenBack;
            Long due = outcome instanceof Outcome.Retry retry
                    ? (Long) (now + retry.delay().toMillis())
                    : null;
            // A doubt an earlier attempt left is not settled by this attempt's failure.
            boolean inDoubt = e.run().intent() != null;
            boolean keepIntent = e.intents() == null && (outcome.keepIntent() || inDoubt);
            bind(
                    end,
                    outcome.state(),
                    e.cause(),
                    due,
                    waits ? null : now,
                    outcome instanceof Outcome.GivenBack back && !back.hadBegun() ? 1 : 0,
                    outcome instanceof Outcome.GivenBack back && back.hadBegun() ? 1 : 0,
                    keepIntent ? 1 : 0,
                    e.intents() == null ? null : e.intents().stored(),
                    outcome instanceof Outcome.Retry retry && retry.waiting() ? due : null,
                    e.history(),
                    outcome instanceof Outcome.Retry retry && retry.notCalled() ? 1 : 0,
                    outcome instanceof Outcome.Retry retry ? retry.waitsFor() : null,
                    outcome instanceof Outcome.GivenBack ? 1 : 0);
            bindFence(end, 14, e.run());
            end.addBatch();
        }
        boolean[] counted = changed(end.executeBatch());
        PreparedStatement start = connection.statement(START_RUN);
        for (int i = 0; i < counted.length; i++) {
            if (counted[i] && ends.get(i).outcome() instanceof Outcome.Routed routed) {
                for (Start s : routed.starts()) {
                    long due = now + s.delay().toMillis();
                    boolean runs = s.leftOut() == null;
                    bind(
                            start,
                            s.workflow(),
                            runs ? "queued" : "skipped",
                            s.leftOut(),
                            runs ? null : now,
                            due,
                            due,
                            ends.get(i).run().eventSeq(),
                            Ledger.ROUTER);
                    start.addBatch();
                }
            }
        }
        start.executeBatch();
        return counted;
    }

    /** For each intent whether it counted: false means the run is no longer this node's, which must then not act. */
    boolean[] recordIntents(List<RunIntent> intents, long now) throws SQLException {
        PreparedStatement record = connection.statement(RECORD_INTENT);
        for (RunIntent intent : intents) {
            bind(record, intent.target(), now);
            bindFence(record, 3, intent.run());
            record.addBatch();
        }
        return changed(record.executeBatch());
    }

    /** The same for one, with what else is written in the transaction. */
    static Intended recordIntent(LedgerStatements ledger, String node, Run run, String target) {
        int recorded = ledger.update(
                RECORD_INTENT, target, System.currentTimeMillis(), run.eventSeq(), run.workflow(), node, run.attempt());
        return recorded == 1 ? Intended.RECORDED : Intended.TAKEN_OVER;
    }

    private void bindFence(PreparedStatement statement, int from, Run run) throws SQLException {
        statement.setLong(from, run.eventSeq());
        statement.setString(from + 1, run.workflow());
        statement.setString(from + 2, node);
        statement.setInt(from + 3, run.attempt());
    }

    /** An event with the number and times the node gave it. */
    record NewEvent(long seq, IncomingEvent event, long createdAt, long receivedAt) {}

    /**
     * How an attempt ended; the cause may add to the outcome's own, and the history is what is kept of this attempt and those before.
     *
     * @param intents what was done or may have been; null leaves what the attempt recorded
     */
    record RunEnd(Run run, Outcome outcome, String cause, String history, Intents intents) {}

    /** What an attempt is about to do. */
    record RunIntent(Run run, String target) {}

    /** One attempt of a run: a node that slept through its lease may claim again what it still works on. */
    record RunKey(long eventSeq, String workflow, int attempt) {
        static RunKey of(Run run) {
            return new RunKey(run.eventSeq(), run.workflow(), run.attempt());
        }
    }
}
