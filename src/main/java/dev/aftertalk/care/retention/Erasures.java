package dev.aftertalk.care.retention;

import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.scheduling.Schedulers;
import dev.aftertalk.time.MachineClock;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * An erasure that goes on while somebody looks at it: first what it would take out is counted, then, when that is confirmed, it is done. Both
 * read the whole ledger. One at a time on each server; whom it is about is known for an hour at most, and to this server alone.
 */
@Component
public class Erasures {

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    private final Erasure erasure;
    private final ExecutorService threads = Executors.newSingleThreadExecutor(Schedulers.threads("erasure"));
    private final AtomicLong version = new AtomicLong();
    private Step last;

    Erasures(Erasure erasure) {
        this.erasure = erasure;
    }

    /** Where an erasure is. */
    public enum State {
        /** It is being counted what would go. */
        COUNTING,
        /** That is known; it waits for somebody to confirm it. */
        COUNTED,
        ERASING,
        ERASED,
        /** The database could not be read or written; what is erased already stays so, and the same may be asked again. */
        FAILED
    }

    /**
     * A step of an erasure.
     *
     * @param id tells it apart from all others, on whatever server
     * @param preview null until it is counted
     * @param report null until it is erased
     */
    public record Step(
            String id, State state, ErasureRequest request, Instant at, ErasurePreview preview, ErasureReport report) {

        private Step to(State next, ErasurePreview counted, ErasureReport done) {
            return new Step(id, next, request, MachineClock.get().instant(), counted, done);
        }

        private boolean isUnderWay() {
            return state == State.COUNTING || state == State.ERASING;
        }
    }

    /** Begins to count what would go. @return false while another one is under way */
    public synchronized boolean count(ErasureRequest request) {
        if (last != null && last.isUnderWay()) {
            return false;
        }
        Step begun = new Step(
                UUID.randomUUID().toString(),
                State.COUNTING,
                request,
                MachineClock.get().instant(),
                null,
                null);
        change(begun);
        threads.execute(() -> work(begun, () -> begun.to(State.COUNTED, erasure.preview(request), null)));
        return true;
    }

    /** Erases what was counted. @return false when that is not the one that waits for it (any more) */
    public synchronized boolean confirm(String id, String who) {
        Step counted = latest().filter(step -> step.id().equals(id) && step.state() == State.COUNTED)
                .orElse(null);
        if (counted == null) {
            return false;
        }
        Step begun = counted.to(State.ERASING, counted.preview(), null);
        change(begun);
        threads.execute(() -> work(begun, () -> {
            ErasureReport report = erasure.run(begun.request(), who);
            LOG.info("A person was erased: {}", report.counts());
            return begun.to(State.ERASED, begun.preview(), report);
        }));
        return true;
    }

    private interface Work {
        Step done() throws InterruptedException;
    }

    private void work(Step begun, Work work) {
        try {
            change(work.done());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            change(begun.to(State.FAILED, begun.preview(), null));
        } catch (RetryableException | DataAccessException e) {
            LOG.warn("An erasure stopped at the database", e);
            change(begun.to(State.FAILED, begun.preview(), null));
        } catch (RuntimeException e) {
            LOG.error("An erasure could not go on", e);
            change(begun.to(State.FAILED, begun.preview(), null));
        }
    }

    private synchronized void change(Step step) {
        last = step;
        version.incrementAndGet();
    }

    /** The one that is under way, or the last one. */
    public synchronized Optional<Step> latest() {
        if (last != null
                && !last.isUnderWay()
                && MachineClock.get().instant().isAfter(last.at().plus(KNOWN_FOR))) {
            last = null;
        }
        return Optional.ofNullable(last);
    }

    /** Another number whenever there is something new of {@link #latest}. */
    public long version() {
        return version.get();
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
