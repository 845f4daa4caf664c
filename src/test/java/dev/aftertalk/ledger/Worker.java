package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A workflow whose claimed runs wait for the test to say how they end. */
final class Worker {

    private final Ledger ledger;
    private final BlockingQueue<Run> claimed = new LinkedBlockingQueue<>();
    final Subscription subscription;

    Worker(Ledger ledger, String workflow, int concurrency) {
        this(ledger, workflow, concurrency, false);
    }

    /** One that acts once for a conversation. */
    static Worker once(Ledger ledger, String workflow, int concurrency) {
        return new Worker(ledger, workflow, concurrency, true).started();
    }

    private Worker(Ledger ledger, String workflow, int concurrency, boolean once) {
        this.ledger = ledger;
        this.subscription = ledger.subscribe(workflow, concurrency, once, claimed::add);
    }

    Worker started() {
        subscription.resume();
        return this;
    }

    /** The next run this node claims. */
    Run next() {
        try {
            Run run = claimed.poll(30, TimeUnit.SECONDS);
            assertThat(run).as("a run of " + subscription.workflow()).isNotNull();
            return run;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int waiting() {
        return claimed.size();
    }

    /** Ends the run and waits until that is stored. False when it did not count. */
    boolean end(Run run, Outcome outcome) {
        return get(ledger.end(run, outcome));
    }

    void done(Run run) {
        assertThat(end(run, new Outcome.Done())).isTrue();
    }

    boolean intend(Run run, String target) {
        return get(ledger.intend(run, target));
    }

    static <T> T get(CompletableFuture<T> result) {
        assertThat(result).succeedsWithin(java.time.Duration.ofSeconds(30));
        return result.join();
    }
}
