package dev.aftertalk.care.replay;

import dev.aftertalk.access.Audit;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.history.ChangedRuns;
import dev.aftertalk.ledger.history.ReplaySelection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The orders to have many runs run again. Each step of one, its runs and how far it is then, is one transaction that only counts from where
 * the order is: a step that two servers take, or one that is repeated after a failure, counts once.
 */
@Component
class Replays {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final int SHOWN = 50;

    private static final String INSERT =
            """
            INSERT INTO replay (id, state, who, created_at, filter, force, per_second, matched, replayed, cursor_workflow, cursor_time,
              cursor_seq, lease_until)
            VALUES (?, 'running', ?, ?, ?, ?, ?, ?, 0, '', 0, 0, 0)""";

    private static final String STEP =
            """
            UPDATE replay SET cursor_workflow = ?, cursor_time = ?, cursor_seq = ?, waits = NULL, node = ?, lease_until = ?
            WHERE id = ? AND state = 'running' AND cursor_workflow = ? AND cursor_time = ? AND cursor_seq = ?
              AND (node IS NULL OR node = ? OR lease_until < ?)""";

    private static final String HOLD_BACK =
            """
            UPDATE replay SET waits = ?, node = ?, lease_until = ?
            WHERE id = ? AND state = 'running' AND (node IS NULL OR node = ? OR lease_until < ?)""";

    private final JdbcClient database;
    private final LedgerWrites writes;
    private final Audit audit;

    Replays(JdbcClient database, LedgerWrites writes, Audit audit) {
        this.database = database;
        this.writes = writes;
        this.audit = audit;
    }

    /** Stores an order, which {@link ReplayWorker} carries out. */
    Replay start(ReplaySelection selection, boolean force, int perSecond, long matched, String who) {
        String id = UUID.randomUUID().toString();
        String filter = Replay.text(selection.filter().asMap());
        return writes.write(ledger -> {
            ledger.sql(INSERT + " ON CONFLICT (id) DO NOTHING")
                    .params(id, who, selection.endedBy().toEpochMilli(), filter, force ? 1 : 0, perSecond, matched)
                    .update();
            String what = selection.filter().withoutPersons();
            audit.record(ledger, who, "replay.started", id, matched + " runs" + (force ? " (forced) " : " ") + what);
            return find(ledger, id).orElseThrow();
        });
    }

    Optional<Replay> find(String id) {
        return find(database, id);
    }

    private static Optional<Replay> find(JdbcClient from, String id) {
        return from.sql("SELECT * FROM replay WHERE id = ?")
                .param(id)
                .query(Replay::of)
                .optional();
    }

    /** The last ones, newest first. */
    List<Replay> last() {
        return database.sql("SELECT * FROM replay ORDER BY created_at DESC, id LIMIT " + SHOWN)
                .query(Replay::of)
                .list();
    }

    /** What this server may go on with: what nobody works on. */
    List<Replay> toDo(String node) {
        return database.sql(
                        "SELECT * FROM replay WHERE state = 'running' AND (node IS NULL OR node = ? OR lease_until < ?) ORDER BY created_at, id")
                .params(node, System.currentTimeMillis())
                .query(Replay::of)
                .list();
    }

    /** @return false when it was over already */
    boolean cancel(String id, String who) {
        return writes.write(ledger -> {
            boolean cancelled = end(ledger, id, "cancelled");
            if (cancelled) {
                audit.record(ledger, who, "replay.cancelled", id, "");
            }
            return cancelled;
        });
    }

    /** Has these run again and notes how far the order is. False when somebody else has, or it was cancelled: then nothing is changed. */
    boolean step(Replay replay, List<ReplaySelection.Candidate> runs, String state, String node) {
        ReplaySelection.Cursor from = replay.cursor();
        ReplaySelection.Cursor to = runs.get(runs.size() - 1).cursor();
        return writes.write(ledger -> {
            long now = System.currentTimeMillis();
            boolean ours = ledger.sql(STEP)
                            .params(to.workflow(), to.time(), to.seq(), node, now + LEASE.toMillis(), replay.id())
                            .params(from.workflow(), from.time(), from.seq(), node, now)
                            .update()
                    == 1;
            if (ours) {
                long endedBy = replay.createdAt().toEpochMilli();
                long changed = runs.stream()
                        .filter(run -> ChangedRuns.replay(ledger, run.run(), state, endedBy, replay.order()))
                        .count();
                ledger.sql("UPDATE replay SET replayed = replayed + ? WHERE id = ?")
                        .params(changed, replay.id())
                        .update();
            }
            return ours;
        });
    }

    /** Notes why nothing is done now, and that this server still works on it. */
    void holdBack(Replay replay, String why, String node) {
        writes.write(ledger -> {
            long now = System.currentTimeMillis();
            return ledger.sql(HOLD_BACK)
                    .params(why, node, now + LEASE.toMillis(), replay.id(), node, now)
                    .update();
        });
    }

    void done(Replay replay) {
        writes.write(ledger -> end(ledger, replay.id(), "done"));
    }

    private static boolean end(JdbcClient ledger, String id, String state) {
        return ledger.sql(
                                "UPDATE replay SET state = ?, ended_at = ?, waits = NULL, node = NULL WHERE id = ? AND state = 'running'")
                        .params(state, Instant.now().toEpochMilli(), id)
                        .update()
                == 1;
    }

    /** Lets another server go on at once. */
    void release(String node) {
        writes.write(ledger -> ledger.sql("UPDATE replay SET node = NULL WHERE node = ? AND state = 'running'")
                .param(node)
                .update());
    }
}
