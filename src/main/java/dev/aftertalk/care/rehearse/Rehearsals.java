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
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
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

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

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

    /**
     * Another text of a file.
     *
     * @param path of a file that runs, or lies in the folders
     */
    public record Edit(String path, String text) {}

    /**
     * A text that somebody proposes for a file.
     *
     * @param eventIds of events that are looked at besides the last ones
     * @param last how many of the last events
     */
    public record Proposal(RouteFile file, List<String> eventIds, int last, String who) {}

    /**
     * What came of a proposal.
     *
     * @param faults for which it would be refused; then nothing was rehearsed
     * @param candidate a hash over all the files that would run then
     * @param rehearsal null when it would be refused; cancelled when it took too long
     * @param broken files that can't be rehearsed then, and can be as they run
     * @param unclear workflows of which it was clear for no event what would become of it, and that events start
     */
    public record Tried(
            List<Finding> faults, String candidate, Rehearsal rehearsal, Set<String> broken, Set<String> unclear) {}

    /** The events that a rehearsal is about, each once. */
    private record Events(List<PastEvent> named, int last) {

        int count() {
            return named.size() + last;
        }

        Stream<PastEvent> read(JdbcClient reads) {
            Stream<PastEvent> past = PastEvents.last(reads, last);
            Set<String> ids = named.stream().map(PastEvent::id).collect(Collectors.toSet());
            return Stream.concat(named.stream(), past.filter(event -> !ids.contains(event.id())))
                    .onClose(past::close);
        }
    }

    /**
     * Rehearses a proposal, and waits for the end.
     *
     * @param patience after which it is cancelled
     * @throws Rehearser.BusyException while another one is under way
     * @throws NoSuchElementException when there is no such event
     */
    public Tried rehearse(Proposal proposal, Duration patience) {
        List<PastEvent> named = proposal.eventIds().stream()
                .map(id -> PastEvents.of(reads, id)
                        .orElseThrow(() -> new NoSuchElementException("The ledger has no event " + id + ".")))
                .toList();
        requireIdle();
        RouteSet now = running.files();
        RouteSet candidate = now.with(proposal.file());
        List<Finding> faults = faults(candidate);
        if (!faults.isEmpty()) {
            return new Tried(faults, candidate.version(), null, Set.of(), Set.of());
        }
        UnderWay begun = begin(now, candidate, new Events(named, proposal.last()), proposal.who());
        awaitEnd(begun, patience);
        return new Tried(List.of(), candidate.version(), begun.now, begun.broken, begun.unclear());
    }

    private void awaitEnd(UnderWay begun, Duration patience) {
        try {
            begun.work.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            begun.work.cancel(true);
            begun.end(Rehearsal.State.CANCELLED);
        } catch (CancellationException e) {
            LOG.debug("Somebody has ended a rehearsal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The server is stopping", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Rehearser.BusyException busy ? busy : new IllegalStateException(e.getCause());
        }
    }

    private void requireIdle() {
        if (rehearser.isBusy()) {
            throw new Rehearser.BusyException();
        }
    }

    private List<Finding> faults(RouteSet candidate) {
        return check.check(candidate).stream().filter(Finding::isFault).toList();
    }

    /**
     * Begins one, of the last events in the ledger.
     *
     * @param edit null to rehearse what lies in the folders
     * @return what would be refused; then nothing is begun
     * @throws Rehearser.BusyException while another one is under way
     * @throws NoSuchElementException when there is no such file
     */
    public List<Finding> start(int events, Edit edit, String who) {
        requireIdle();
        RouteSet now = running.files();
        RouteSet candidate = edit == null ? folders.read() : with(now, edit);
        List<Finding> faults = faults(candidate);
        if (faults.isEmpty()) {
            begin(now, candidate, new Events(List.of(), events), who);
        }
        return faults;
    }

    private synchronized UnderWay begin(RouteSet now, RouteSet candidate, Events events, String who) {
        if (isUnderWay()) {
            throw new Rehearser.BusyException();
        }
        UnderWay begun = new UnderWay(Rehearsal.begun(who, events.count(), RehearsalLines.changed(now, candidate)));
        begun.work = threads.submit(() -> rehearse(now, candidate, events, begun));
        last = begun;
        return begun;
    }

    private RouteSet with(RouteSet now, Edit edit) {
        Path path = Path.of(edit.path());
        RouteFile file = now.file(path)
                .or(() -> folders.read().file(path))
                .orElseThrow(() -> new NoSuchElementException("There is no file " + edit.path() + "."));
        return now.with(new RouteFile(path, file.kind(), edit.text().getBytes(StandardCharsets.UTF_8)));
    }

    private void rehearse(RouteSet now, RouteSet candidate, Events events, UnderWay underWay) {
        try (Stream<PastEvent> past = events.read(reads)) {
            rehearser.rehearse(now, candidate, past, underWay);
            underWay.end(Rehearsal.State.DONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            underWay.end(Rehearsal.State.CANCELLED);
        } catch (Rehearser.BusyException e) { // a dry run has come in between
            underWay.end(Rehearsal.State.FAILED);
            throw e;
        } catch (Exception e) {
            LOG.error("A rehearsal could not go on", e);
            underWay.end(Rehearsal.State.FAILED);
        }
    }

    /** The one that goes on, or went on last, as it is now. */
    private final class UnderWay implements Rehearser.Listener {

        private volatile Rehearsal now;
        private volatile Set<String> broken = Set.of();
        private final Map<String, Boolean> clear = new ConcurrentSkipListMap<>();
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
        public void breaks(Set<String> files) {
            broken = files;
        }

        /** Workflows of which nothing is known but that nothing can be said. */
        Set<String> unclear() {
            return clear.keySet().stream()
                    .filter(workflow -> !clear.get(workflow))
                    .collect(Collectors.toCollection(TreeSet::new));
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
            if (now.state() == Rehearsal.State.RUNNING) {
                change(now.with(state, Instant.now()));
            }
        }
    }

    private boolean isUnderWay() {
        return last != null && last.now.state() == Rehearsal.State.RUNNING;
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
            last.end(Rehearsal.State.CANCELLED);
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
