package dev.aftertalk.ledger.camel;

import org.apache.camel.Exchange;

/** What a run made or changed in other systems, for the people who ask the ledger about it. Called by the beans of sinks. */
public final class RunTargets {

    private RunTargets() {}

    /**
     * Keeps the other system's own id of what was made or changed, such as {@code SHOP-12} or {@code Lead 00Q5g00000A}. Does nothing outside
     * of a run.
     *
     * @param id never personal data
     */
    public static void add(Exchange exchange, String id) {
        RunInProgress run = RunInProgress.find(exchange);
        if (run != null) {
            run.touched(id);
        }
    }

    /**
     * Keeps a sentence about what a sink did otherwise than the workflow says, such as a field that the other system refused. Does nothing
     * outside of a run.
     *
     * @param note for ops people; never personal data
     */
    public static void note(Exchange exchange, String note) {
        RunInProgress run = RunInProgress.find(exchange);
        if (run != null) {
            run.noted(note);
        }
    }
}
