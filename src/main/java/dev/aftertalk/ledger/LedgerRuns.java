package dev.aftertalk.ledger;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What the routes ask of the ledger: to keep an event, to be handed runs, to record what these are about to do and how they end. */
public interface LedgerRuns {

    /**
     * Stores an event; completed with true when it is new.
     *
     * @param routed what the router said of it, with nothing else done; null when that is still to be asked
     */
    CompletableFuture<Boolean> accept(IncomingEvent event, Outcome.Routed routed);

    /**
     * Offers to work on a workflow's runs, from {@link Subscription#resume} on.
     *
     * @param oncePerConversation whether a run ends as {@code skipped} when another one of its workflow and conversation acted, or may have
     * @param handler gets each claimed run: it must hand it on at once
     * @throws IllegalStateException when somebody works on it already
     */
    Subscription subscribe(String workflow, int concurrency, boolean oncePerConversation, Consumer<Run> handler);

    /** Ends a subscription; what is in flight goes on and can still be ended. */
    void unsubscribe(Subscription subscription);

    /** Records what an attempt is about to do; completed with false when the run is no longer this node's, which must not act. */
    CompletableFuture<Boolean> intend(Run run, String target);

    /** The same, if the permit grants it. */
    CompletableFuture<Intended> intend(Run run, String target, IntentPermit permit);

    /**
     * Records how an attempt ended, what it did, and what of it must not be done again.
     *
     * @param history what is kept of this attempt and those before, see {@link Run#history}; null leaves what there is
     * @param intents what was done outside, or may have been, in this attempt or before; null leaves what {@link #intend} recorded
     * @return completed once that is committed: false when the run was no longer this node's, and nothing was changed
     */
    CompletableFuture<Boolean> end(Run run, Outcome outcome, String history, Intents intents);

    /** Tells people how an attempt ended. */
    void tell(Run run, Outcome outcome);
}
