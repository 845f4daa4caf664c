package dev.aftertalk.care.rehearse;

import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.rehearsal.Action;
import dev.aftertalk.rehearsal.Rehearsal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** What a version would have done, by run. */
final class Told implements Rehearsal {

    private final Map<String, List<Action>> actions = new ConcurrentHashMap<>();
    private final Known known;

    Told(Known known) {
        this.known = known;
    }

    /** What is the same for all versions. */
    Known known() {
        return known;
    }

    @Override
    public void record(Exchange exchange, Action action) {
        record(
                key(
                        exchange.getProperty(LedgerConstants.EVENT_ID, String.class),
                        exchange.getProperty(LedgerConstants.WORKFLOW, String.class)),
                action);
    }

    void record(Run run, Action action) {
        record(key(run.eventId(), run.workflow()), action);
    }

    private void record(String run, Action action) {
        actions.computeIfAbsent(run, each -> Collections.synchronizedList(new ArrayList<>()))
                .add(action);
    }

    List<Action> take(Run run) {
        List<Action> taken = actions.remove(key(run.eventId(), run.workflow()));
        return taken == null ? List.of() : List.copyOf(taken);
    }

    private static String key(String event, String workflow) {
        return event + " " + workflow;
    }

    @Override
    public <T> T same(String name, Supplier<T> made) {
        return known.same(name, made);
    }
}
