package dev.aftertalk.ledger;

import static dev.aftertalk.ledger.LedgerConnection.changed;
import static dev.aftertalk.ledger.NamedSql.with;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The SQL that stores events, and for each the run that routes it. */
final class EventStore {

    private static final NamedSql INSERT_EVENT = NamedSql.of(
            """
            INSERT INTO event (seq, event_id, event_type, conversation_id, visitor_id, project_id, created_at, received_at, origin, body)
            VALUES (:seq, :eventId, :eventType, :conversationId, :visitorId, :projectId, :createdAt, :receivedAt, :origin, :body)
            ON CONFLICT (event_id) DO NOTHING""");

    private static final NamedSql INSERT_ROUTER_RUN = NamedSql.of(
            """
            INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at)
            VALUES (:seq, :router, 'queued', :orderKey, :createdAt, 0, :receivedAt, :receivedAt)""");

    static final NamedSql INSERT_ENDED_ROUTER_RUN = NamedSql.of(
            """
            INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at, claimed_at,
              first_claimed_at, ended_at)
            SELECT run.event_seq, run.workflow, :state, run.order_key, run.event_created_at, 1, run.due_at, run.due_at, :now, :now, :now
            FROM (SELECT seq AS event_seq, :router AS workflow, coalesce(conversation_id, visitor_id) AS order_key,
              created_at AS event_created_at, received_at AS due_at FROM event WHERE seq = :seq) run
            WHERE """
                    + LedgerStore.IS_NEXT + " ON CONFLICT DO NOTHING");

    private final LedgerConnection connection;

    EventStore(LedgerConnection connection) {
        this.connection = connection;
    }

    /**
     * An event with the number and times the node gave it.
     *
     * @param routed what the router said of it; null when that is still to be asked
     */
    record NewEvent(long seq, IncomingEvent event, long createdAt, long receivedAt, Outcome.Routed routed) {

        /** The run in which it was routed. */
        Run router(long now) {
            return new Run(
                    seq,
                    Ledger.ROUTER,
                    1,
                    receivedAt,
                    now,
                    receivedAt,
                    null,
                    event.eventId(),
                    event.eventType(),
                    event.body());
        }
    }

    /** For each event whether it is new: false means an event with this id is already there, and nothing was changed. */
    boolean[] insert(List<NewEvent> events) throws SQLException {
        PreparedStatement insert = connection.statement(INSERT_EVENT.sql());
        for (NewEvent e : events) {
            IncomingEvent event = e.event();
            INSERT_EVENT.addTo(
                    insert,
                    with("seq", e.seq())
                            .addValue("eventId", event.eventId())
                            .addValue("eventType", event.eventType())
                            .addValue("conversationId", event.conversationId())
                            .addValue("visitorId", event.visitorId())
                            .addValue("projectId", event.projectId())
                            .addValue("createdAt", e.createdAt())
                            .addValue("receivedAt", e.receivedAt())
                            .addValue("origin", event.origin())
                            .addValue("body", event.body()));
        }
        return areNew(events, insert.executeBatch());
    }

    /** Stores the router's runs of new events that the router is to be asked about. */
    void queue(List<NewEvent> events) throws SQLException {
        PreparedStatement route = connection.statement(INSERT_ROUTER_RUN.sql());
        for (NewEvent e : events) {
            INSERT_ROUTER_RUN.addTo(
                    route,
                    with("seq", e.seq())
                            .addValue("router", Ledger.ROUTER)
                            .addValue("orderKey", e.event().orderKey())
                            .addValue("createdAt", e.createdAt())
                            .addValue("receivedAt", e.receivedAt()));
        }
        route.executeBatch();
    }

    /**
     * Stores the router's runs of new events that were routed already, as ended.
     *
     * @return for each whether it was: false for one before which another of its key has still to be routed
     */
    boolean[] route(List<NewEvent> events, long now) throws SQLException {
        PreparedStatement route = connection.statement(INSERT_ENDED_ROUTER_RUN.sql());
        for (NewEvent e : events) {
            INSERT_ENDED_ROUTER_RUN.addTo(
                    route,
                    with("seq", e.seq())
                            .addValue("router", Ledger.ROUTER)
                            .addValue("state", e.routed().state())
                            .addValue("now", now));
        }
        return changed(route.executeBatch());
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
}
