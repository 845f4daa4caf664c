package dev.aftertalk.care.rehearse;

import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.Intended;
import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.ledger.Intents;
import dev.aftertalk.ledger.LedgerRuns;
import dev.aftertalk.ledger.LedgerUnavailableException;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.Subscription;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Stands in for the ledger: hands out the runs it is given and keeps nothing. */
final class RehearsedLedger implements LedgerRuns {

    private final Map<String, Consumer<Run>> workflows = new ConcurrentHashMap<>();
    private final Map<Run, CompletableFuture<Outcome>> underWay = new ConcurrentHashMap<>();

    /**
     * Has a run worked on.
     *
     * @return how it ends; empty when no route works on this workflow
     */
    Optional<CompletableFuture<Outcome>> run(Run run) {
        Consumer<Run> route = workflows.get(run.workflow());
        if (route == null) {
            return Optional.empty();
        }
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        underWay.put(run, end);
        route.accept(run);
        return Optional.of(end);
    }

    @Override
    public CompletableFuture<Boolean> accept(IncomingEvent event, Outcome.Routed routed) {
        return CompletableFuture.failedFuture(
                new LedgerUnavailableException("Nothing is stored in a rehearsal.", null));
    }

    @Override
    public Subscription subscribe(
            String workflow, int concurrency, boolean oncePerConversation, Consumer<Run> handler) {
        workflows.put(workflow, handler);
        return new Subscription(workflow, concurrency, oncePerConversation, handler, () -> {}, () -> false);
    }

    @Override
    public void unsubscribe(Subscription subscription) {
        workflows.remove(subscription.workflow());
    }

    @Override
    public CompletableFuture<Boolean> intend(Run run, String target) {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<Intended> intend(Run run, String target, IntentPermit permit) {
        return CompletableFuture.completedFuture(Intended.RECORDED);
    }

    @Override
    public CompletableFuture<Boolean> end(Run run, Outcome outcome, String history, Intents intents) {
        CompletableFuture<Outcome> end = underWay.remove(run);
        if (end != null) {
            end.complete(outcome);
        }
        return CompletableFuture.completedFuture(end != null);
    }

    /** Nobody is told: it did not happen. */
    @Override
    public void tell(Run run, Outcome outcome) {}
}
