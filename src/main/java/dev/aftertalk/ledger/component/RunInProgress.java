package dev.aftertalk.ledger.component;

import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.Start;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * A run on its way through a route. The exchange carries it as a property, so that a copy of the exchange (split, multicast) still ends the
 * same run.
 */
final class RunInProgress {

    private static final String PROPERTY = "ledgerRun";

    private final Run run;
    private final RetryPolicy retries;
    private final List<Start> starts = new ArrayList<>();
    private Outcome outcome;

    /** @param retries when the workflow wants to be tried again */
    RunInProgress(Run run, RetryPolicy retries) {
        this.run = run;
        this.retries = retries;
    }

    /** @throws IllegalStateException when the exchange comes from somewhere else than the ledger */
    static RunInProgress of(Exchange exchange, String operation) {
        RunInProgress found = exchange.getProperty(PROPERTY, RunInProgress.class);
        if (found == null) {
            throw new IllegalStateException(
                    "ledger:" + operation
                            + " works only in a route that begins with ledger:events or ledger:workflow, or in one that such a route calls.");
        }
        return found;
    }

    /** True for an exchange that belongs to a run a step has ended. */
    static boolean hasEnded(Exchange exchange) {
        RunInProgress found = exchange.getProperty(PROPERTY, RunInProgress.class);
        return found != null && found.outcome() != null;
    }

    void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    Run run() {
        return run;
    }

    /** When the workflow wants to be tried again, where a step does not say otherwise. */
    RetryPolicy retries() {
        return retries;
    }

    /** The first end counts. */
    synchronized void end(Outcome ended) {
        if (outcome == null) {
            outcome = ended;
        }
    }

    /** Null while no step has ended the run. */
    synchronized Outcome outcome() {
        return outcome;
    }

    synchronized void start(Start start) {
        if (starts.stream().noneMatch(s -> s.workflow().equals(start.workflow()))) {
            starts.add(start);
        }
    }

    synchronized List<Start> starts() {
        return List.copyOf(starts);
    }
}
