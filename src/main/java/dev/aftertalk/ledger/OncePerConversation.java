package dev.aftertalk.ledger;

import static dev.aftertalk.ledger.LedgerConnection.changed;
import static dev.aftertalk.ledger.LedgerConnection.only;
import static dev.aftertalk.ledger.NamedSql.with;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * The SQL of workflows that act once for a conversation, whichever events tell of it: iAdvize may close one twice under two event ids, and
 * an event may come that was started from its lists already.
 *
 * <p>A run counts as having acted once it is done, and as maybe having acted as long as its intent is kept. One that is dead, was skipped or
 * still waits, and is known to have done nothing, keeps no other from acting; should it go again later, it is the one that finds that
 * another has acted. Only one run of a conversation is at work at any time, on whichever node, so what is asked while one is claimed holds
 * until it ends. The conversation's id stands in the run and so goes with it.
 */
final class OncePerConversation {

    /** The conversation that a run is about. */
    static final String CONVERSATION = "(SELECT e.conversation_id FROM event e WHERE e.seq = run.event_seq)";

    /** Another run of the run's conversation that acted, or may have. */
    private static final String ACTED =
            """
            FROM run o WHERE o.workflow = run.workflow
              AND o.once_for = %s AND o.once_for IS NOT NULL
              AND o.event_seq <> run.event_seq AND (o.state = 'done' OR o.intent IS NOT NULL)"""
                    .formatted(CONVERSATION);

    /** What the claim of such a workflow's run notes besides. */
    static final String NOTE = ", once_for = " + CONVERSATION;

    /** What it is subject to besides. */
    static final String UNLESS_ACTED = " AND NOT EXISTS (SELECT 1 %s%s)".formatted(ACTED, LedgerStore.EACH);

    private static final NamedSql SKIP_RUN = NamedSql.of(
            """
            UPDATE run SET state = 'skipped', ended_at = :now, waits_for = NULL,
              cause = 'this conversation was acted on already, for event '
                || (SELECT p.event_id FROM event p WHERE p.seq = (SELECT min(o.event_seq) %1$s))
            WHERE event_seq = :eventSeq AND workflow = :workflow AND EXISTS (SELECT 1 %1$s)"""
                    .formatted(ACTED));

    private OncePerConversation() {}

    /** Ends those of the runs whose conversation was acted on. */
    static List<Run> skip(LedgerConnection connection, List<Run> found, long now) throws SQLException {
        PreparedStatement skip = connection.statement(SKIP_RUN.sql());
        for (Run run : found) {
            SKIP_RUN.addTo(
                    skip, with("now", now).addValue("eventSeq", run.eventSeq()).addValue("workflow", run.workflow()));
        }
        return only(found, changed(skip.executeBatch()), true);
    }
}
