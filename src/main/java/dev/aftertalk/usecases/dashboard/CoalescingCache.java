package dev.aftertalk.usecases.dashboard;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Work whose result many ask for at the same time: done once for all of them, once a second at most for one key, and not at all while the
 * version says that nothing has changed.
 */
final class CoalescingCache<K, V> {

    /** The least time between two runs of the same work. */
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** What hangs on the clock is counted anew after that, though nothing was written. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(15);

    private static final int MOST = 200;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final class Run<V> {
        final CompletableFuture<V> result = new CompletableFuture<>();
        final long notBefore;
        volatile boolean begun;
        volatile long beganAt;
        volatile long version;

        Run(long notBefore) {
            this.notBefore = notBefore;
        }

        boolean serves(long wanted, long now) {
            return !result.isCompletedExceptionally() && (!begun || version >= wanted && now - beganAt < FRESH);
        }
    }

    private final Map<K, Run<V>> runs = new LinkedHashMap<>(16, 0.75f, true);
    private final LongSupplier versions;
    private final Function<K, V> work;

    /**
     * @param versions another one whenever what the work reads may have changed
     * @param work done for a key; its result is not changed any more
     */
    CoalescingCache(LongSupplier versions, Function<K, V> work) {
        this.versions = versions;
        this.work = work;
    }

    /** A result that holds all that was written before the call. */
    V get(K key) {
        long version = versions.getAsLong();
        Run<V> mine = null;
        Run<V> run;
        synchronized (runs) {
            long now = System.nanoTime();
            run = runs.get(key);
            if (run == null || !run.serves(version, now)) {
                run = mine = new Run<>(run == null ? now : run.beganAt + PAUSE);
                runs.put(key, run);
                runs.keySet().stream()
                        .findFirst()
                        .filter(k -> runs.size() > MOST)
                        .ifPresent(runs::remove);
            }
        }
        if (mine != null) {
            work(key, mine);
        }
        return await(run);
    }

    private void work(K key, Run<V> run) {
        try {
            TimeUnit.NANOSECONDS.sleep(run.notBefore - System.nanoTime());
            run.version = versions.getAsLong();
            run.beganAt = System.nanoTime();
            run.begun = true;
            run.result.complete(work.apply(key));
        } catch (RuntimeException e) {
            fail(key, run, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(key, run, new IllegalStateException("The server is stopping", e));
        }
    }

    /** Nobody else shall have this; the next one tries again. */
    private void fail(K key, Run<V> run, RuntimeException e) {
        synchronized (runs) {
            runs.remove(key, run);
        }
        run.result.completeExceptionally(e);
    }

    private static <V> V await(Run<V> run) {
        try {
            return run.result.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
