package dev.aftertalk.ledger.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.time.MachineClock;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs that somebody has run again or leaves: the statements, within a transaction of the ledger. */
public final class ChangedRuns {

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
            WHERE event_seq = ? AND workflow = ?""";

    private static final String SKIP_ONE = SKIP + " AND state IN ('queued', 'retrying', 'unrouted', 'dead')";

    private static final String SKIP_ENDED = SKIP + " AND state = ? AND ended_at <= ?";

    private static final String WAITING =
            """
            SELECT count(*) FROM (SELECT 1 FROM run
              WHERE workflow = ? AND state IN ('queued', 'retrying') AND due_at <= ? LIMIT ?) waiting""";

    private static final String NEW_LINE = "\n";

    private static final String SKIPPED = "Skipped by ";
    private static final Pattern REASON = Pattern.compile("(?s)(" + SKIPPED + ".+?): .*");

    private ChangedRuns() {}

    /** Who changes something, and whether it is to act again whatever was done. */
    public record Order(String who, boolean force) {}

    /** One run. */
    public record Key(long eventSeq, String workflow) {}

    /** How the run stands that somebody wants to run again. */
    public record Seen(String state, int attempts) {}

    /**
     * Has a run run again.
     *
     * @param endedBy a run that ended later stays as it is
     * @return false when the run no longer stands so
     */
    public static boolean replay(JdbcClient database, Key run, String state, long endedBy, Order order) {
        return set(database.sql(REPLAY), run, state, endedBy, order).update() == 1;
    }

    /** The same for a run that somebody has seen. */
    public static boolean replay(JdbcClient database, Key run, Seen seen, Order order) {
        return set(database.sql(REPLAY_ONE), run, seen.state(), Long.MAX_VALUE, order)
                        .param(seen.attempts())
                        .update()
                == 1;
    }

    private static JdbcClient.StatementSpec set(
            JdbcClient.StatementSpec replay, Key run, String state, long endedBy, Order order) {
        long now = MachineClock.now();
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
    public static boolean skip(JdbcClient database, Key run, String reason, String who) {
        return set(database.sql(SKIP_ONE), run, reason, who).update() == 1;
    }

    /**
     * Leaves a run that has ended without being done.
     *
     * @param endedBy a run that ended later stays as it is
     * @return false when the run no longer stands so
     */
    public static boolean skip(JdbcClient database, Key run, String state, long endedBy, String reason, String who) {
        return set(database.sql(SKIP_ENDED), run, reason, who)
                        .params(state, endedBy)
                        .update()
                == 1;
    }

    private static JdbcClient.StatementSpec set(JdbcClient.StatementSpec skip, Key run, String reason, String who) {
        long now = MachineClock.now();
        String entry = entry("skip", who, now).put("cause", reason).toString();
        return skip.params(SKIPPED + who + ": " + reason, now, NEW_LINE, entry, run.eventSeq(), run.workflow());
    }

    /** A cause without the words of whoever skipped the run. */
    public static String withoutReason(String cause) {
        return REASON.matcher(cause).replaceFirst("$1");
    }

    private static ObjectNode entry(String action, String who, long at) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("action", action)
                .put("at", at)
                .put("by", who);
    }

    /** How many runs of a workflow are due now, up to a number. */
    public static int due(JdbcClient reads, String workflow, int most) {
        return reads.sql(WAITING)
                .params(workflow, MachineClock.now(), most)
                .query(Integer.class)
                .single();
    }
}
