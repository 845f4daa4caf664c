package dev.aftertalk.care.replay;

import dev.aftertalk.care.replay.BulkOrder.Action;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.FilterException;
import dev.aftertalk.ledger.history.FilterException.Fault;
import java.util.List;

/**
 * What somebody orders, or has counted, about many runs.
 *
 * @param force act again, whatever was done; for a replay
 * @param reason a line that says why they are left, which is kept with each run; null for a replay, and while a skip is only counted
 * @param perSecond so many runs a second at most
 */
public record BulkRequest(Action action, EventFilter filter, boolean force, String reason, int perSecond) {

    private static final List<String> SKIPPABLE = List.of("dead", "unrouted");

    /** @throws FilterException for what can't be ordered */
    public BulkRequest {
        if (action == Action.SKIP && !SKIPPABLE.contains(filter.state())) {
            throw new FilterException(
                    Fault.NOT_DEAD, "state", "state must be dead or unrouted: nothing else is left to be skipped.");
        }
        if (action == Action.REPLAY && "done".equals(filter.state()) && !force) {
            throw new FilterException(Fault.DONE, "state", "What is done acts again only with \"force\": true.");
        }
    }

    public static BulkRequest replay(EventFilter filter, boolean force, int perSecond) {
        return new BulkRequest(Action.REPLAY, filter, force, null, perSecond);
    }

    public static BulkRequest skip(EventFilter filter, String reason, int perSecond) {
        return new BulkRequest(Action.SKIP, filter, false, reason, perSecond);
    }
}
