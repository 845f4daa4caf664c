package dev.aftertalk.care.rehearse;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.ledger.history.PastEvents;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import dev.aftertalk.scheduling.Schedulers;
import dev.aftertalk.time.MachineClock;
import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    private RehearsalUnderWay last;

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

    /** The events that a rehearsal is about, each once. */
    record Events(List<PastEvent> named, int last) {

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

    /** @throws Rehearser.BusyException while one is under way */
    void requireIdle() {
        if (rehearser.isBusy()) {
            throw new Rehearser.BusyException();
        }
    }

    /** Why those files would be refused. */
    List<Finding> faults(RouteSet candidate) {
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

    /** @throws Rehearser.BusyException while another one is under way */
    synchronized RehearsalUnderWay begin(RouteSet now, RouteSet candidate, Events events, String who) {
        if (isUnderWay()) {
            throw new Rehearser.BusyException();
        }
        RehearsalUnderWay begun = new RehearsalUnderWay(
                Rehearsal.begun(who, events.count(), RehearsalLines.changed(now, candidate)), version::incrementAndGet);
        begun.doneBy(threads.submit(() -> rehearse(now, candidate, events, begun)));
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

    private void rehearse(RouteSet now, RouteSet candidate, Events events, RehearsalUnderWay underWay) {
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

    private boolean isUnderWay() {
        return last != null && last.isRunning();
    }

    /** The one that is under way, or the last one. */
    public synchronized Optional<Rehearsal> latest() {
        if (last != null
                && last.now().endedAt() != null
                && MachineClock.get().instant().isAfter(last.now().endedAt().plus(KNOWN_FOR))) {
            last = null;
        }
        return Optional.ofNullable(last).map(RehearsalUnderWay::now);
    }

    /** Another number whenever there is something new of {@link #latest}. */
    public long version() {
        return version.get();
    }

    /** Ends the one that is under way, if there is one. */
    public synchronized void cancel() {
        if (isUnderWay()) {
            last.cancel();
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
