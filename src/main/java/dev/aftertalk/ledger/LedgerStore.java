package dev.aftertalk.ledger;

import static dev.aftertalk.ledger.LedgerConnection.changed;
import static dev.aftertalk.ledger.NamedSql.with;

import dev.aftertalk.ledger.LedgerOperation.End;
import dev.aftertalk.ledger.LedgerOperation.Intend;
import dev.aftertalk.time.MachineClock;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** The SQL of runs: which are due, what an attempt is about to do, how it ends, and what it starts. */
final class LedgerStore {

    static final String WAITING = "state IN ('queued', 'retrying')";

    /**
     * At the end of a NOT EXISTS: has PostgreSQL ask for each row, by an index. By itself it makes a join of it, and reads all that is queued
     * for each row as long as it believes there is nothing, as it does of a queue that it looked at while it was empty.
     */
    static final String EACH = " LIMIT 1 OFFSET 0";

    /** How many due runs one search looks at. */
    static final int WINDOW = 100;

    /**
     * Due runs among the {@value #WINDOW} oldest. A run is passed over while another of its key is running or is due and comes before it, so
     * that of each key at most one is found; one that waits for its next attempt holds nobody up. The plus keeps SQLite from looking for
     * earlier ones by due_at, which reads all that is due for each that is due; what is added to the state keeps PostgreSQL from looking for the
     * run among all that is due, and a SELECT around a value from making a plan of its own for each value, which takes it longer than to look. A run that another node has changed since is not the one that
     * was seen, which its time tells.
     */
    static final String FIND_DUE =
            """
            SELECT r.event_seq, r.attempt, r.first_claimed_at, r.intent, e.received_at, e.event_id, e.event_type, e.body, r.first_due_at,
              r.earlier_attempts, r.history, r.not_called, r.interrupted
            FROM (SELECT w.event_seq, w.workflow, w.due_at FROM run w WHERE w.workflow = (SELECT ?) AND w.%1$s AND w.due_at <= (SELECT ?)
                ORDER BY w.due_at, w.event_seq LIMIT 100) due CROSS JOIN run r CROSS JOIN event e
            WHERE r.event_seq = due.event_seq AND r.workflow = due.workflow AND r.due_at = due.due_at AND r.state || '' IN ('queued', 'retrying')
              AND e.seq = r.event_seq
              AND NOT EXISTS (SELECT 1 FROM run o WHERE o.workflow = r.workflow AND o.order_key = r.order_key AND o.state = 'running'%2$s)
              AND NOT EXISTS (SELECT 1 FROM run o WHERE o.workflow = r.workflow AND o.order_key = r.order_key AND o.%1$s
                AND +o.due_at <= ? AND (o.event_created_at, o.event_seq) < (r.event_created_at, r.event_seq)%2$s)
            LIMIT ?"""
                    .formatted(WAITING, EACH);

    /** Of a row that is to become a run: that none of its workflow and key is at work, or due and before it. */
    static final String IS_NEXT =
            """
             NOT EXISTS (SELECT 1 FROM run o WHERE o.workflow = run.workflow AND o.order_key = run.order_key AND o.state = 'running'%2$s)
              AND NOT EXISTS (SELECT 1 FROM run o WHERE o.workflow = run.workflow AND o.order_key = run.order_key AND o.%1$s
                AND +o.due_at <= :now AND (o.event_created_at, o.event_seq) < (run.event_created_at, run.event_seq)%2$s)
            """
                    .formatted(WAITING, EACH);

    /** Another node may have taken the run over in the meantime: attempt and node fence what comes late. */
    private static final String STILL_OURS =
            " WHERE event_seq = :eventSeq AND workflow = :workflow AND state = 'running' AND node = :node AND attempt = :attempt";

    private static final NamedSql END_RUN = NamedSql.of(
            """
            UPDATE run SET state = :state, cause = :cause, due_at = coalesce(:dueAt, due_at), ended_at = :endedAt, node = NULL,
              attempt = attempt - :notBegun, earlier_attempts = earlier_attempts + :begun,
              intent = CASE WHEN :keepIntent = 1 THEN intent ELSE :intent END,
              first_claimed_at = coalesce(:firstClaimedAt, first_claimed_at), history = coalesce(:history, history),
              not_called = not_called + :notCalled, waits_for = :waitsFor,
              interrupted = CASE WHEN :givenBack = 1 THEN interrupted ELSE 0 END"""
                    + STILL_OURS);

    /** The event's own values are taken from its router run, which is always there. */
    private static final NamedSql START_RUN = NamedSql.of(
            """
            INSERT INTO run (event_seq, workflow, state, cause, ended_at, order_key, event_created_at, attempt, due_at, first_due_at)
            SELECT event_seq, :workflow, :state, :cause, :endedAt, order_key, event_created_at, 0, :dueAt, :dueAt
            FROM run WHERE event_seq = :eventSeq AND workflow = :router
            ON CONFLICT (event_seq, workflow) DO NOTHING""");

    private static final NamedSql RECORD_INTENT =
            NamedSql.of("UPDATE run SET intent = :intent, intent_at = :now" + STILL_OURS);

    private final LedgerConnection connection;
    private final String node;

    /** @param node identifies this node among all that work on the same database */
    LedgerStore(LedgerConnection connection, String node) {
        this.connection = connection;
        this.node = node;
    }

    /** For each end whether it counted: false means the run is no longer this node's, and nothing was changed. */
    boolean[] end(List<End> ends, long now) throws SQLException {
        PreparedStatement end = connection.statement(END_RUN.sql());
        for (End e : ends) {
            END_RUN.addTo(end, ended(e, now));
        }
        return changed(end.executeBatch());
    }

    /** Stores runs that nobody works on yet, unless they are there already. */
    void start(List<NewRun> runs, long now) throws SQLException {
        PreparedStatement start = connection.statement(START_RUN.sql());
        for (NewRun run : runs) {
            START_RUN.addTo(start, started(run.start(), run.router(), now));
        }
        start.executeBatch();
    }

    private MapSqlParameterSource ended(End end, long now) {
        Outcome outcome = end.outcome();
        Outcome.Retry retry = outcome instanceof Outcome.Retry again ? again : null;
        Outcome.GivenBack back = outcome instanceof Outcome.GivenBack given ? given : null;
        Long due = retry == null ? null : (Long) (now + retry.delay().toMillis());
        // A doubt an earlier attempt left is not settled by this attempt's failure.
        boolean inDoubt = end.run().intent() != null;
        boolean keepIntent = end.intents() == null && (outcome.keepIntent() || inDoubt);
        return ours(end.run(), node)
                .addValue("state", outcome.state())
                .addValue("cause", cause(end))
                .addValue("dueAt", due)
                .addValue("endedAt", retry != null || back != null ? null : now)
                .addValue("notBegun", back != null && !back.hadBegun() ? 1 : 0)
                .addValue("begun", back != null && back.hadBegun() ? 1 : 0)
                .addValue("keepIntent", keepIntent ? 1 : 0)
                .addValue("intent", end.intents() == null ? null : end.intents().stored())
                .addValue("firstClaimedAt", retry != null && retry.waiting() ? due : null)
                .addValue("history", end.history())
                .addValue("notCalled", retry != null && retry.notCalled() ? 1 : 0)
                .addValue("waitsFor", retry == null ? null : retry.waitsFor())
                .addValue("givenBack", back != null ? 1 : 0);
    }

    /** A run of which an earlier attempt may have acted already says so for ever. */
    private static String cause(End end) {
        String cause = end.outcome().cause();
        String inDoubt = end.run().intent() == null
                ? null
                : Intents.of(end.run().intent()).inDoubt();
        if (inDoubt == null) {
            return cause;
        }
        String doubt = "an earlier attempt ended before the result of this was known: " + inDoubt;
        if (end.outcome() instanceof Outcome.Done) {
            return "Done again: " + doubt;
        }
        return end.outcome() instanceof Outcome.Skipped ? cause + " (" + doubt + ")" : cause;
    }

    private static MapSqlParameterSource started(Start start, Run router, long now) {
        boolean runs = start.leftOut() == null;
        return with("workflow", start.workflow())
                .addValue("state", runs ? "queued" : "skipped")
                .addValue("cause", start.leftOut())
                .addValue("endedAt", runs ? null : now)
                .addValue("dueAt", now + start.delay().toMillis())
                .addValue("eventSeq", router.eventSeq())
                .addValue("router", Ledger.ROUTER);
    }

    /** For each intent whether it counted: false means the run is no longer this node's, which must then not act. */
    boolean[] recordIntents(List<Intend> intents, long now) throws SQLException {
        PreparedStatement record = connection.statement(RECORD_INTENT.sql());
        for (Intend intent : intents) {
            RECORD_INTENT.addTo(record, intended(intent.run(), node, intent.target(), now));
        }
        return changed(record.executeBatch());
    }

    /** The same for one, with what else is written in the transaction. */
    static Intended recordIntent(LedgerStatements ledger, String node, Run run, String target) {
        int recorded = ledger.update(
                RECORD_INTENT.sql(), RECORD_INTENT.values(intended(run, node, target, MachineClock.now())));
        return recorded == 1 ? Intended.RECORDED : Intended.TAKEN_OVER;
    }

    private static MapSqlParameterSource intended(Run run, String node, String target, long now) {
        return ours(run, node).addValue("intent", target).addValue("now", now);
    }

    private static MapSqlParameterSource ours(Run run, String node) {
        return with("eventSeq", run.eventSeq())
                .addValue("workflow", run.workflow())
                .addValue("node", node)
                .addValue("attempt", run.attempt());
    }
}
