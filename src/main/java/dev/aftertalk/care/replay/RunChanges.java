package dev.aftertalk.care.replay;

import dev.aftertalk.access.Audit;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.history.ChangedRuns;
import dev.aftertalk.ledger.history.ChangedRuns.Key;
import dev.aftertalk.ledger.history.ChangedRuns.Order;
import dev.aftertalk.ledger.history.ChangedRuns.Seen;
import org.springframework.stereotype.Component;

/**
 * Has a run run again, or leaves it, by hand. Again is through the same workflow and so through all that keeps it from acting twice; what an
 * earlier attempt left in doubt stays in doubt, and what is done stays done, unless it is forced.
 */
@Component
class RunChanges {

    private final LedgerWrites writes;
    private final Audit audit;

    RunChanges(LedgerWrites writes, Audit audit) {
        this.writes = writes;
        this.audit = audit;
    }

    /** @return false when the run no longer stands so */
    boolean replay(Key run, String eventId, Seen seen, Order order) {
        return writes.write(database -> {
            boolean changed = ChangedRuns.replay(database, run, seen, order);
            if (changed) {
                String detail = run.workflow() + (order.force() ? " (forced)" : "");
                audit.record(database, order.who(), "run.replayed", eventId, detail);
            }
            return changed;
        });
    }

    /** @return false when the run is over already, or under way */
    boolean skip(Key run, String eventId, String reason, String who) {
        return writes.write(database -> {
            boolean changed = ChangedRuns.skip(database, run, reason, who);
            if (changed) {
                audit.record(database, who, "run.skipped", eventId, run.workflow()); // the reason goes with the run
            }
            return changed;
        });
    }
}
