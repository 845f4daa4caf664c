package dev.aftertalk.care.rehearse;

import dev.aftertalk.care.rehearse.Comparison.Difference;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A rehearsal that goes on, or has gone on: what is known of it so far, and what ends it. */
final class RehearsalUnderWay implements Rehearser.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(RehearsalUnderWay.class);

    private final Runnable changed;
    private final Map<String, Boolean> clear = new ConcurrentSkipListMap<>();
    private volatile Rehearsal now;
    private volatile Set<String> broken = Set.of();
    private Future<?> work;

    /** @param changed is told whenever there is something new */
    RehearsalUnderWay(Rehearsal begun, Runnable changed) {
        this.changed = changed;
        change(begun);
    }

    private void change(Rehearsal next) {
        now = next;
        changed.run();
    }

    /** What does it, so that it can be ended and waited for. */
    void doneBy(Future<?> begun) {
        work = begun;
    }

    Rehearsal now() {
        return now;
    }

    boolean isRunning() {
        return now.state() == Rehearsal.State.RUNNING;
    }

    /** Files that can't be rehearsed with what is rehearsed, and can be as they run. */
    Set<String> broken() {
        return broken;
    }

    /** Workflows of which nothing is known but that nothing can be said. */
    Set<String> unclear() {
        return clear.keySet().stream()
                .filter(workflow -> !clear.get(workflow))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void begins(Map<String, String> notMade) {
        change(now.withNotRehearsed(notMade));
    }

    @Override
    public void breaks(Set<String> files) {
        broken = files;
    }

    @Override
    public void compared(Comparison comparison) {
        comparison
                .workflows()
                .forEach(each ->
                        clear.merge(each.workflow(), each.difference() != Difference.UNCLEAR, Boolean::logicalOr));
        change(now.with(comparison));
    }

    void end(Rehearsal.State state) {
        if (isRunning()) {
            change(now.with(state, MachineClock.get().instant()));
        }
    }

    void cancel() {
        work.cancel(true);
        end(Rehearsal.State.CANCELLED);
    }

    /**
     * Waits for its end, and cancels it when that does not come in time.
     *
     * @throws Rehearser.BusyException when another has taken its place
     */
    void await(Duration patience) {
        try {
            work.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            cancel();
        } catch (CancellationException e) {
            LOG.debug("Somebody has ended a rehearsal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The server is stopping", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Rehearser.BusyException busy ? busy : new IllegalStateException(e.getCause());
        }
    }
}
