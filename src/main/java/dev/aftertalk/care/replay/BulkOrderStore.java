package dev.aftertalk.care.replay;

import dev.aftertalk.access.Audit;
import dev.aftertalk.care.replay.BulkOrder.Action;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.history.RunSelection;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The orders about many runs. Each step of one, its runs and how far it is then, is one transaction that only counts from where
 * the order is: a step that two servers take, or one that is repeated after a failure, counts once.
 */
@Component
class BulkOrderStore {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final int SHOWN = 50;

    private static final String INSERT =
            """
            INSERT INTO bulk_order (id, action, state, who, created_at, filter, force, reason, per_second, matched, changed, cursor_workflow, cursor_time,
              cursor_seq, lease_until)
            VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, 0, '', 0, 0, 0)""";

    private static final String STEP =
            """
            UPDATE bulk_order SET cursor_workflow = ?, cursor_time = ?, cursor_seq = ?, waits = NULL, node = ?, lease_until = ?
            WHERE id = ? AND state = 'running' AND cursor_workflow = ? AND cursor_time = ? AND cursor_seq = ?
              AND (node IS NULL OR node = ? OR lease_until < ?)""";

    private static final String HOLD_BACK =
            """
            UPDATE bulk_order SET waits = ?, node = ?, lease_until = ?
            WHERE id = ? AND state = 'running' AND (node IS NULL OR node = ? OR lease_until < ?)""";

    private static final String LAST =
            "SELECT * FROM bulk_order WHERE action IN (:actions) ORDER BY created_at DESC, id LIMIT " + SHOWN;

    private final JdbcClient database;
    private final LedgerWrites writes;
    private final Audit audit;

    BulkOrderStore(JdbcClient database, LedgerWrites writes, Audit audit) {
        this.database = database;
        this.writes = writes;
        this.audit = audit;
    }

    /**
     * Stores an order, which {@link BulkOrderWorker} carries out.
     *
     * @param at when it is given: what ends later is not part of it
     */
    BulkOrder start(BulkRequest request, Instant at, long matched, String who) {
        String id = UUID.randomUUID().toString();
        String action = request.action().code();
        String filter = BulkOrder.text(request.filter().asMap());
        return writes.write(ledger -> {
            ledger.sql(INSERT + " ON CONFLICT (id) DO NOTHING")
                    .params(id, action, who, at.toEpochMilli(), filter, request.force() ? 1 : 0, request.reason())
                    .params(request.perSecond(), matched)
                    .update();
            String detail = matched + " runs" + (request.force() ? " (forced) " : " ")
                    + request.filter().withoutPersons();
            audit.record(ledger, who, action + ".started", id, detail); // the reason goes with the order
            return find(ledger, id).orElseThrow();
        });
    }

    Optional<BulkOrder> find(String id) {
        return find(database, id);
    }

    private static Optional<BulkOrder> find(JdbcClient from, String id) {
        return from.sql("SELECT * FROM bulk_order WHERE id = ?")
                .param(id)
                .query(BulkOrder::of)
                .optional();
    }

    /** The last ones, newest first. */
    List<BulkOrder> last() {
        return last(List.of(Action.values()));
    }

    List<BulkOrder> last(Action action) {
        return last(List.of(action));
    }

    private List<BulkOrder> last(List<Action> actions) {
        return database.sql(LAST)
                .param("actions", actions.stream().map(Action::code).toList())
                .query(BulkOrder::of)
                .list();
    }

    /** What this server may go on with: what nobody works on. */
    List<BulkOrder> toDo(String node) {
        return database.sql(
                        "SELECT * FROM bulk_order WHERE state = 'running' AND (node IS NULL OR node = ? OR lease_until < ?) ORDER BY created_at, id")
                .params(node, MachineClock.now())
                .query(BulkOrder::of)
                .list();
    }

    /** @return false when it was over already */
    boolean cancel(BulkOrder order, String who) {
        return writes.write(ledger -> {
            boolean cancelled = end(ledger, order.id(), "cancelled");
            if (cancelled) {
                audit.record(ledger, who, order.action().code() + ".cancelled", order.id(), "");
            }
            return cancelled;
        });
    }

    /** Does it with these runs and notes how far the order is. False when somebody else has, or it was cancelled: then nothing is changed. */
    boolean step(BulkOrder order, List<RunSelection.Candidate> runs, String state, String node) {
        RunSelection.Cursor from = order.cursor();
        RunSelection.Cursor to = runs.get(runs.size() - 1).cursor();
        return writes.write(ledger -> {
            long now = MachineClock.now();
            boolean ours = ledger.sql(STEP)
                            .params(to.workflow(), to.time(), to.seq(), node, now + LEASE.toMillis(), order.id())
                            .params(from.workflow(), from.time(), from.seq(), node, now)
                            .update()
                    == 1;
            if (ours) {
                long changed = runs.stream()
                        .filter(run -> order.change(ledger, run.run(), state))
                        .count();
                ledger.sql("UPDATE bulk_order SET changed = changed + ? WHERE id = ?")
                        .params(changed, order.id())
                        .update();
            }
            return ours;
        });
    }

    /** Notes which workflow has other runs to do first, and that this server still works on the order. */
    void holdBack(BulkOrder order, String workflow, String node) {
        writes.write(ledger -> {
            long now = MachineClock.now();
            return ledger.sql(HOLD_BACK)
                    .params(workflow, node, now + LEASE.toMillis(), order.id(), node, now)
                    .update();
        });
    }

    void done(BulkOrder order) {
        writes.write(ledger -> end(ledger, order.id(), "done"));
    }

    private static boolean end(JdbcClient ledger, String id, String state) {
        return ledger.sql(
                                "UPDATE bulk_order SET state = ?, ended_at = ?, waits = NULL, node = NULL WHERE id = ? AND state = 'running'")
                        .params(state, MachineClock.get().instant().toEpochMilli(), id)
                        .update()
                == 1;
    }

    /** Lets another server go on at once. */
    void release(String node) {
        writes.write(ledger -> ledger.sql("UPDATE bulk_order SET node = NULL WHERE node = ? AND state = 'running'")
                .param(node)
                .update());
    }
}
