package dev.aftertalk.ledger;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Something to write, and who waits for it. */
sealed interface LedgerOperation {

    /** Told once it is committed, or that it can't be. */
    CompletableFuture<Boolean> result();

    /** The writer does not hold it any more. */
    default void dropped() {}

    /** True when nobody waits for it any more and it need not be done: its sender or caller was told to come back. */
    default boolean isGivenUp() {
        return !(this instanceof End) && result().isDone();
    }

    /**
     * Store an event. True when it is new.
     *
     * @param routed what the router said of it; null when that is still to be asked
     * @param release to be done once when the event's body is out of memory
     */
    record Accept(
            IncomingEvent event,
            Outcome.Routed routed,
            long receivedAt,
            CompletableFuture<Boolean> result,
            Release release)
            implements LedgerOperation {

        @Override
        public void dropped() {
            release.once();
        }

        /** When it happened, or came where it does not say. */
        long createdAt() {
            return event.createdAt() != null ? event.createdAt() : receivedAt;
        }

        /** The same, to be routed once it is stored. */
        Accept unrouted() {
            return new Accept(event, null, receivedAt, result, release);
        }
    }

    /** Something to do that must not be done twice. */
    record Release(Runnable work, AtomicBoolean done) {

        Release(Runnable work) {
            this(work, new AtomicBoolean());
        }

        void once() {
            if (done.compareAndSet(false, true)) {
                work.run();
            }
        }
    }

    /**
     * Store how an attempt ended. True when it counted.
     *
     * @param history what is kept of this attempt and those before; null leaves what there is
     * @param intents what was done or may have been; null leaves what the attempt recorded
     */
    record End(Run run, Outcome outcome, String history, Intents intents, CompletableFuture<Boolean> result)
            implements LedgerOperation {}

    /** Store what an attempt is about to do. True when it counted. */
    record Intend(Run run, String target, CompletableFuture<Boolean> result) implements LedgerOperation {}

    /**
     * Write something for another feature.
     *
     * @param feature whose it is, for the log
     * @param failure what the work threw the last time it was run
     */
    record Write(
            String feature,
            Consumer<LedgerConnection> work,
            AtomicReference<RuntimeException> failure,
            CompletableFuture<Boolean> result)
            implements LedgerOperation {

        Write(String feature, Consumer<LedgerConnection> work) {
            this(feature, work, new AtomicReference<>(), new CompletableFuture<>());
        }

        /** True when its own work failed the last time, not that of a neighbour. */
        boolean hasFailed() {
            return failure.get() != null;
        }

        void run(LedgerConnection connection) {
            try {
                failure.set(null);
                work.accept(connection);
            } catch (RuntimeException e) {
                failure.set(e);
                throw e;
            }
        }
    }

    /** Nothing to write: look for work at once. */
    record WakeUp(CompletableFuture<Boolean> result) implements LedgerOperation {
        WakeUp() {
            this(new CompletableFuture<>());
        }
    }
}
