package dev.aftertalk.ledger;

import static dev.aftertalk.ledger.LedgerConnection.bind;
import static dev.aftertalk.ledger.LedgerConnection.changed;
import static dev.aftertalk.ledger.LedgerConnection.only;
import static dev.aftertalk.ledger.NamedSql.with;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** The SQL that finds due runs and claims them. */
class ClaimStore {

    /** The first due run of the key that a run has, if none of that key is running; of a run without a key, that run. */
    static final NamedSql FIND_FIRST = NamedSql.of(
            """
            SELECT r.event_seq, r.attempt, r.first_claimed_at, r.intent, e.received_at, e.event_id, e.event_type, e.body, r.first_due_at,
              r.earlier_attempts, r.history, r.not_called, r.interrupted
            FROM run r JOIN event e ON e.seq = r.event_seq
            WHERE r.workflow = :workflow AND r.event_seq = coalesce(
                (SELECT o.event_seq FROM run o
                  WHERE o.workflow = :workflow
                    AND o.order_key = (SELECT k.order_key FROM run k WHERE k.event_seq = :ofKeyOf AND k.workflow = :workflow)
                    AND o.%1$s AND +o.due_at <= :now ORDER BY o.event_created_at, o.event_seq LIMIT 1), :ofKeyOf)
              AND r.%1$s AND r.due_at <= :now
              AND NOT EXISTS (SELECT 1 FROM run o WHERE o.workflow = r.workflow AND o.order_key = r.order_key AND o.state = 'running'%2$s)"""
                    .formatted(LedgerStore.WAITING, LedgerStore.EACH));

    /** Due runs from a place in their order on, whether they may go or not. */
    static final NamedSql LIST_DUE = NamedSql.of(
            """
            SELECT r.due_at, r.event_seq, r.order_key FROM run r
            WHERE r.workflow = :workflow AND r.%1$s AND r.due_at <= :now AND (r.due_at, r.event_seq) > (:afterDueAt, :afterEventSeq)
            ORDER BY r.due_at, r.event_seq LIMIT :limit"""
                    .formatted(LedgerStore.WAITING));

    /** Each of the workflows that has a due run; both databases name the column so. */
    static final String ANY_DUE =
            "SELECT w.column1 FROM (VALUES %%s) w WHERE EXISTS (SELECT 1 FROM run r WHERE r.workflow = w.column1 AND r.%s AND r.due_at <= ?)"
                    .formatted(LedgerStore.WAITING);

    private static final String CLAIM =
            """
            UPDATE run SET state = 'running', node = :node, claimed_at = :now,
              first_claimed_at = CASE WHEN attempt = earlier_attempts THEN :now ELSE first_claimed_at END, attempt = attempt + 1%s
            WHERE event_seq = :eventSeq AND workflow = :workflow%s""";

    private static final NamedSql CLAIM_RUN = NamedSql.of(CLAIM.formatted("", ""));

    /** The same for a workflow that acts once for a conversation. */
    static final NamedSql CLAIM_RUN_ONCE =
            NamedSql.of(CLAIM.formatted(OncePerConversation.NOTE, OncePerConversation.UNLESS_ACTED));

    /** A run's first claim as it is stored, unless it would go before one of its key; the event's own values are its router run's. */
    private static final String CLAIM_NEW =
            """
            INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at, node, claimed_at,
              first_claimed_at, once_for)
            SELECT run.event_seq, run.workflow, 'running', run.order_key, run.event_created_at, 1, :now, :now, :node, :now, :now, %1$s
            FROM (SELECT k.event_seq, :workflow AS workflow, k.order_key, k.event_created_at FROM run k
              WHERE k.event_seq = :eventSeq AND k.workflow = :router) run
            WHERE """
                    + LedgerStore.IS_NEXT + "%2$s ON CONFLICT DO NOTHING";

    static final NamedSql CLAIM_NEW_RUN = NamedSql.of(CLAIM_NEW.formatted("NULL", ""));

    /** The same for a workflow that acts once for a conversation. */
    static final NamedSql CLAIM_NEW_RUN_ONCE =
            NamedSql.of(CLAIM_NEW.formatted(OncePerConversation.CONVERSATION, OncePerConversation.UNLESS_ACTED));

    private static final NamedSql POSTPONE_RUN =
            NamedSql.of("UPDATE run SET due_at = :dueAt WHERE event_seq = :eventSeq AND workflow = :workflow");

    private final LedgerConnection connection;
    private final String node;

    /** @param node identifies this node among all that work on the same database */
    ClaimStore(LedgerConnection connection, String node) {
        this.connection = connection;
        this.node = node;
    }

    /** What a search for due runs came to. */
    record Claimed(List<Run> runs, List<Run> skipped) {}

    /** A place in the order in which runs became due. */
    record Place(long dueAt, long eventSeq) {

        static final Place BEFORE_ALL = new Place(Long.MIN_VALUE, Long.MIN_VALUE);
    }

    /**
     * A due run, which may go or not.
     *
     * @param orderKey may be null
     */
    record Due(Place place, String orderKey) {}

    /** Runs that may go, at most so many, of the {@value LedgerStore#WINDOW} that have been due for longest. */
    List<Run> find(String workflow, int limit, long now) throws SQLException {
        PreparedStatement find =
                connection.statement(LedgerStore.FIND_DUE + connection.dialect().lockRows());
        bind(find, workflow, now, now, limit);
        return found(find, workflow, now);
    }

    /** Those of the workflows that have runs that are due, whether these may go or not. */
    Set<String> due(List<String> workflows, long now) throws SQLException {
        if (workflows.isEmpty()) {
            return Set.of();
        }
        String names = String.join(", ", Collections.nCopies(workflows.size(), "(?)"));
        PreparedStatement ask = connection.statement(ANY_DUE.formatted(names));
        bind(ask, Stream.concat(workflows.stream(), Stream.of(now)).toArray());
        Set<String> due = new HashSet<>();
        try (ResultSet row = ask.executeQuery()) {
            while (row.next()) {
                due.add(row.getString(1));
            }
        }
        return due;
    }

    /** To be called in each transaction before {@link #findFirst} and {@link #list}. */
    void beginSteps() throws SQLException {
        connection.readInOrderOfIndexes();
    }

    /** The first of the runs with the key of this one that may go: empty when none may. */
    List<Run> findFirst(String workflow, long ofKeyOf, long now) throws SQLException {
        PreparedStatement find =
                connection.statement(FIND_FIRST.sql() + connection.dialect().lockRows());
        bind(
                find,
                FIND_FIRST.values(
                        with("workflow", workflow).addValue("ofKeyOf", ofKeyOf).addValue("now", now)));
        return found(find, workflow, now);
    }

    private static List<Run> found(PreparedStatement find, String workflow, long now) throws SQLException {
        List<Run> found = new ArrayList<>();
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                int attempts = row.getInt("attempt");
                int earlier = row.getInt("earlier_attempts");
                found.add(new Run(
                        row.getLong("event_seq"),
                        workflow,
                        attempts + 1,
                        earlier,
                        row.getInt("not_called"),
                        row.getInt("interrupted"),
                        row.getLong("first_due_at"),
                        attempts == earlier ? now : row.getLong("first_claimed_at"),
                        row.getLong("received_at"),
                        row.getString("intent"),
                        row.getString("history"),
                        row.getString("event_id"),
                        row.getString("event_type"),
                        row.getBytes("body")));
            }
        }
        return found;
    }

    /** Due runs after this place, in order, whether they may go or not. */
    List<Due> list(String workflow, Place after, int limit, long now) throws SQLException {
        PreparedStatement list = connection.statement(LIST_DUE.sql());
        bind(
                list,
                LIST_DUE.values(with("workflow", workflow)
                        .addValue("now", now)
                        .addValue("afterDueAt", after.dueAt())
                        .addValue("afterEventSeq", after.eventSeq())
                        .addValue("limit", limit)));
        List<Due> due = new ArrayList<>();
        try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
                due.add(new Due(
                        new Place(row.getLong("due_at"), row.getLong("event_seq")), row.getString("order_key")));
            }
        }
        return due;
    }

    /** Has runs that were found be due later. */
    void postpone(List<Run> found, long due) throws SQLException {
        PreparedStatement postpone = connection.statement(POSTPONE_RUN.sql());
        for (Run run : found) {
            POSTPONE_RUN.addTo(postpone, of(run).addValue("dueAt", due));
        }
        postpone.executeBatch();
    }

    /**
     * Claims runs that were found, for this node.
     *
     * @param once whether the workflow acts once for a conversation; those whose conversation was acted on are ended instead
     */
    Claimed claim(List<Run> found, boolean once, long now) throws SQLException {
        NamedSql which = once ? CLAIM_RUN_ONCE : CLAIM_RUN;
        PreparedStatement claim = connection.statement(which.sql());
        for (Run run : found) {
            which.addTo(claim, of(run).addValue("node", node).addValue("now", now));
        }
        boolean[] claimed = changed(claim.executeBatch());
        if (!once) {
            return new Claimed(found, List.of());
        }
        List<Run> left = only(found, claimed, false);
        return new Claimed(
                only(found, claimed, true), left.isEmpty() ? left : OncePerConversation.skip(connection, left, now));
    }

    /**
     * Claims runs as they are stored.
     *
     * @param once as above
     * @return for each whether it was: false for one that can't go yet, or that is there already, of which nothing was stored
     */
    boolean[] claimNew(List<NewRun> runs, boolean once, long now) throws SQLException {
        NamedSql which = once ? CLAIM_NEW_RUN_ONCE : CLAIM_NEW_RUN;
        PreparedStatement claim = connection.statement(which.sql());
        for (NewRun run : runs) {
            which.addTo(
                    claim,
                    with("eventSeq", run.router().eventSeq())
                            .addValue("workflow", run.start().workflow())
                            .addValue("router", Ledger.ROUTER)
                            .addValue("node", node)
                            .addValue("now", now));
        }
        return changed(claim.executeBatch());
    }

    private static MapSqlParameterSource of(Run run) {
        return with("eventSeq", run.eventSeq()).addValue("workflow", run.workflow());
    }
}
