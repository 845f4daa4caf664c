package dev.aftertalk.care.rehearse;

import dev.aftertalk.care.rehearse.Comparison.Difference;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.ledger.history.PastEvents;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import dev.aftertalk.scheduling.Schedulers;
import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A rehearsal that goes on while people look at it. One at a time on each server; what came of the last one is known for an hour, since it
 * holds what visitors would have been sent.
 */
@Component
public class Rehearsals {

    /** As many events as are rehearsed at once. */
    public static final int MOST = RehearsalRequest.MOST;

    /** Of how many events that differ it is kept how. */
    public static final int KEPT = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    /** As long as somebody looks at a page that does not come. */
    private static final Duration LONGEST_NOW = Duration.ofSeconds(30);

    private final Rehearser rehearser;
    private final RunningRoutes running;
    private final RouteCheck check;
    private final RouteFolders folders;
    private final JdbcClient reads;
    private final ExecutorService threads = Executors.newSingleThreadExecutor(Schedulers.threads("rehearsal"));
    private final AtomicLong version = new AtomicLong();
    private UnderWay last;

    Rehearsals(Rehearser rehearser, RunningRoutes running, RouteCheck check, Environment settings, JdbcClient reads) {
        this.rehearser = rehearser;
        this.running = running;
        this.check = check;
        this.folders = new RouteFolders(settings);
        this.reads = reads;
    }

    /** Where a rehearsal is. */
    public enum State {
        RUNNING,
        DONE,
        CANCELLED,
        FAILED
    }

    /**
     * A rehearsal.
     *
     * @param endedAt null while it goes on
     * @param asked how many events it is about, at most
     * @param files those that are not the same in both versions
     * @param notRehearsed files whose workflows can't be rehearsed, with the reasons
     * @param differing how the first of those events that differ do
     */
    public record Rehearsal(
            State state,
            String who,
            Instant begunAt,
            Instant endedAt,
            int asked,
            int done,
            List<String> files,
            Map<String, String> notRehearsed,
            Map<Difference, Integer> counts,
            List<Comparison> differing) {

        private Rehearsal with(State state, Instant endedAt) {
            return new Rehearsal(state, who, begunAt, endedAt, asked, done, files, notRehearsed, counts, differing);
        }

        private Rehearsal withNotRehearsed(Map<String, String> why) {
            return new Rehearsal(state, who, begunAt, endedAt, asked, done, files, Map.copyOf(why), counts, differing);
        }

        private Rehearsal with(Comparison comparison) {
            Map<Difference, Integer> more = new EnumMap<>(Difference.class);
            more.putAll(counts);
            more.merge(comparison.difference(), 1, Integer::sum);
            List<Comparison> kept = differing;
            if (comparison.difference() != Difference.SAME && kept.size() < KEPT) {
                kept = new ArrayList<>(differing);
                kept.add(comparison);
            }
            return new Rehearsal(
                    state, who, begunAt, endedAt, asked, done + 1, files, notRehearsed, more, List.copyOf(kept));
        }
    }

    /**
     * Another text of a file.
     *
     * @param path of a file that runs, or lies in the folders
     */
    public record Edit(String path, String text) {}

    /**
     * Begins one, of the last events in the ledger.
     *
     * @param edit null to rehearse what lies in the folders
     * @return what would be refused; then nothing is begun
     * @throws Rehearser.BusyException while another one is under way
     * @throws NoSuchElementException when there is no such file
     */
    public List<Finding> start(int events, Edit edit, String who) {
        if (rehearser.isBusy()) {
            throw new Rehearser.BusyException();
        }
        RouteSet now = running.files();
        RouteSet candidate = edit == null ? folders.read() : with(now, edit);
        List<Finding> faults =
                check.check(candidate).stream().filter(Finding::isFault).toList();
        if (faults.isEmpty()) {
            begin(now, candidate, events, who);
        }
        return faults;
    }

    private synchronized void begin(RouteSet now, RouteSet candidate, int events, String who) {
        if (isUnderWay()) {
            throw new Rehearser.BusyException();
        }
        UnderWay begun = new UnderWay(new Rehearsal(
                State.RUNNING,
                who,
                Instant.now(),
                null,
                events,
                0,
                RehearsalLines.changed(now, candidate),
                Map.of(),
                Map.of(),
                List.of()));
        begun.work = threads.submit(() -> rehearse(now, candidate, begun));
        last = begun;
    }

    /**
     * What the workflows that run would do with an event now. iAdvize is asked; nothing is sent, made or changed.
     *
     * @param eventId iAdvize's
     * @return of each workflow that the event starts, the router first
     * @throws Rehearser.BusyException while a rehearsal is under way, or when this one takes more than {@link #LONGEST_NOW}
     * @throws NoSuchElementException when there is no such event
     */
    public List<Worked> now(String eventId) {
        PastEvent event =
                PastEvents.of(reads, eventId).orElseThrow(() -> new NoSuchElementException("There is no such event."));
        if (rehearser.isBusy()) {
            throw new Rehearser.BusyException();
        }
        Future<List<Worked>> worked = threads.submit(() -> now(event));
        try {
            return worked.get(LONGEST_NOW.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new Rehearser.BusyException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The server is stopping", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            worked.cancel(true);
        }
    }

    private List<Worked> now(PastEvent event) throws Exception {
        RouteSet files = running.files();
        List<Worked> worked = new ArrayList<>();
        rehearser.rehearse(files, files, Stream.of(event), new Rehearser.Listener() {
            @Override
            public void begins(Map<String, String> notMade) {
                // what can't be rehearsed says so by itself
            }

            @Override
            public void compared(Comparison comparison) {
                comparison.workflows().forEach(each -> worked.add(each.running()));
            }
        });
        return worked;
    }

    private RouteSet with(RouteSet now, Edit edit) {
        Path path = Path.of(edit.path());
        RouteFile file = now.file(path)
                .or(() -> folders.read().file(path))
                .orElseThrow(() -> new NoSuchElementException("There is no file " + edit.path() + "."));
        return now.with(new RouteFile(path, file.kind(), edit.text().getBytes(StandardCharsets.UTF_8)));
    }

    private void rehearse(RouteSet now, RouteSet candidate, UnderWay underWay) {
        try (Stream<PastEvent> past = PastEvents.last(reads, underWay.now.asked())) {
            rehearser.rehearse(now, candidate, past, underWay);
            underWay.end(State.DONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            underWay.end(State.CANCELLED);
        } catch (Exception e) {
            LOG.error("A rehearsal could not go on", e);
            underWay.end(State.FAILED);
        }
    }

    /** The one that goes on, or went on last, as it is now. */
    private final class UnderWay implements Rehearser.Listener {

        private volatile Rehearsal now;
        private Future<?> work;

        UnderWay(Rehearsal begun) {
            change(begun);
        }

        private void change(Rehearsal changed) {
            now = changed;
            version.incrementAndGet();
        }

        @Override
        public void begins(Map<String, String> notMade) {
            change(now.withNotRehearsed(notMade));
        }

        @Override
        public void compared(Comparison comparison) {
            change(now.with(comparison));
        }

        void end(State state) {
            if (now.state() == State.RUNNING) {
                change(now.with(state, Instant.now()));
            }
        }
    }

    private boolean isUnderWay() {
        return last != null && last.now.state() == State.RUNNING;
    }

    /** The one that is under way, or the last one. */
    public synchronized Optional<Rehearsal> latest() {
        if (last != null
                && last.now.endedAt() != null
                && Instant.now().isAfter(last.now.endedAt().plus(KNOWN_FOR))) {
            last = null;
        }
        return Optional.ofNullable(last).map(known -> known.now);
    }

    /** Another number whenever there is something new of {@link #latest}. */
    public long version() {
        return version.get();
    }

    /** Ends the one that is under way, if there is one. */
    public synchronized void cancel() {
        if (isUnderWay()) {
            last.work.cancel(true);
            last.end(State.CANCELLED);
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
