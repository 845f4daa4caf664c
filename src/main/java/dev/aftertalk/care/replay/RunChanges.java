package dev.aftertalk.care.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.access.Audit;
import dev.aftertalk.ledger.LedgerWrites;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Has a run run again, or leaves it, by hand. Again is through the same workflow and so through all that keeps it from acting twice; what an
 * earlier attempt left in doubt stays in doubt, and what is done stays done, unless it is forced.
 */
@Component
class RunChanges {

    /** The number of attempts goes on, since it tells one attempt from another; what counts as a failure of this time begins anew. */
    private static final String REPLAY =
            """
            UPDATE run SET state = 'queued', cause = NULL, due_at = ?, first_due_at = ?, ended_at = NULL, node = NULL,
              earlier_attempts = attempt, interrupted = 0, not_called = 0, waits_for = NULL, intent = CASE WHEN ? = 1 THEN NULL ELSE intent END, history = coalesce(history || ?, '') || ?
            WHERE event_seq = ? AND workflow = ? AND state = ? AND ended_at <= ?""";

    /** Once somebody else had it run again it is another attempt that ended: nobody has asked for one after that. */
    private static final String REPLAY_ONE = REPLAY + " AND attempt = ?";

    private static final String SKIP =
            """
            UPDATE run SET state = 'skipped', cause = ?, ended_at = ?, node = NULL, history = coalesce(history || ?, '') || ?
            WHERE event_seq = ? AND workflow = ? AND state IN ('queued', 'retrying', 'unrouted', 'dead')""";

    private static final String NEW_LINE = "\n";

    private final LedgerWrites writes;
    private final Audit audit;

    RunChanges(LedgerWrites writes, Audit audit) {
        this.writes = writes;
        this.audit = audit;
    }

    /** Who changes something, and whether it is to act again whatever was done. */
    record Order(String who, boolean force) {}

    /** One run. */
    record Key(long eventSeq, String workflow) {}

    /** How the run stands that somebody wants to run again. */
    record Seen(String state, int attempts) {}

    /** @return false when the run no longer stands so */
    boolean replay(Key run, String eventId, Seen seen, Order order) {
        return writes.write(database -> {
            boolean changed = set(database.sql(REPLAY_ONE), run, seen.state(), Long.MAX_VALUE, order)
                            .param(seen.attempts())
                            .update()
                    == 1;
            if (changed) {
                String detail = run.workflow() + (order.force() ? " (forced)" : "");
                audit.record(database, order.who(), "run.replayed", eventId, detail);
            }
            return changed;
        });
    }

    /**
     * The same within a transaction and without a line in the audit.
     *
     * @param endedBy runs that ended later stay as they are
     */
    static boolean replay(JdbcClient database, Key run, String state, long endedBy, Order order) {
        return set(database.sql(REPLAY), run, state, endedBy, order).update() == 1;
    }

    private static JdbcClient.StatementSpec set(
            JdbcClient.StatementSpec replay, Key run, String state, long endedBy, Order order) {
        long now = System.currentTimeMillis();
        ObjectNode entry = entry("replay", order.who(), now).put("was", state);
        if (order.force()) {
            entry.put("force", true);
        }
        return replay.params(
                now,
                now,
                order.force() ? 1 : 0,
                NEW_LINE,
                entry.toString(),
                run.eventSeq(),
                run.workflow(),
                state,
                endedBy);
    }

    /** @return false when the run is over already, or under way */
    boolean skip(Key run, String eventId, String reason, String who) {
        String cause = "Skipped by " + who + ": " + reason;
        return writes.write(database -> {
            long now = System.currentTimeMillis();
            String entry = entry("skip", who, now).put("cause", reason).toString();
            boolean changed = database.sql(SKIP)
                            .params(cause, now, NEW_LINE, entry, run.eventSeq(), run.workflow())
                            .update()
                    == 1;
            if (changed) {
                audit.record(database, who, "run.skipped", eventId, run.workflow()); // the reason goes with the run
            }
            return changed;
        });
    }

    private static ObjectNode entry(String action, String who, long at) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("action", action)
                .put("at", at)
                .put("by", who);
    }
}
