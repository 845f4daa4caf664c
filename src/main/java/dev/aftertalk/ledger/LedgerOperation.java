package dev.aftertalk.ledger;

import java.util.concurrent.CompletableFuture;

/** Something to write, and who waits for it. */
sealed interface LedgerOperation {

    /** Told once it is committed, or that it can't be. */
    CompletableFuture<Boolean> result();

    /** Store an event. True when it is new. */
    record Accept(IncomingEvent event, long receivedAt, CompletableFuture<Boolean> result) implements LedgerOperation {}

    /** Store how an attempt ended. True when it counted. */
    record End(Run run, Outcome outcome, CompletableFuture<Boolean> result) implements LedgerOperation {}

    /** Store what an attempt is about to do. True when it counted. */
    record Intend(Run run, String target, CompletableFuture<Boolean> result) implements LedgerOperation {}

    /** Nothing to write: look for work at once. */
    record WakeUp(CompletableFuture<Boolean> result) implements LedgerOperation {
        WakeUp() {
            this(new CompletableFuture<>());
        }
    }
}
