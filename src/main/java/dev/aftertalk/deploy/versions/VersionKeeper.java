package dev.aftertalk.deploy.versions;

import dev.aftertalk.deploy.versions.RouteVersions.Deployed;
import dev.aftertalk.ledger.RetryableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps what was deployed on a thread of its own, in the order in which it was: no deployment waits for a database that is locked or away, and
 * each version is kept once that is back.
 */
@Component
public class VersionKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VersionKeeper.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_END = Duration.ofSeconds(3);

    /** Of one transaction, for which everybody waits. */
    private static final int AT_ONCE = 20;

    private final RouteVersions versions;
    private final Deque<Deployed> waiting = new ArrayDeque<>();
    private String runs;
    private String checked = "";
    private boolean isDone = true;
    private boolean isClosing;
    private boolean isSaid;
    private Thread thread;

    VersionKeeper(RouteVersions versions) {
        this.versions = versions;
    }

    /** One transaction's. A file's next version goes into the next one: made twice, this one must come to the same. */
    private record Piece(List<Deployed> files, String runs, String checked) {}

    /**
     * Takes what was deployed; does not wait.
     *
     * @param deployed files that are new, changed or gone
     * @param runs a hash over all that runs
     * @param checked a hash over all that was checked; empty when there was a fault
     */
    public synchronized void keep(Collection<Deployed> deployed, String runs, String checked) {
        deployed.forEach(this::add);
        this.runs = runs;
        this.checked = checked;
        isDone = false;
        if (thread == null) {
            thread = new Thread(this::work, "keep-routes");
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    /** More versions of a file than are kept need not wait. */
    private void add(Deployed deployed) {
        Path path = deployed.file().path();
        List<Deployed> same =
                waiting.stream().filter(each -> each.file().path().equals(path)).toList();
        if (same.size() >= RouteVersions.KEPT) {
            waiting.remove(same.get(0));
        }
        waiting.add(deployed);
    }

    private void work() {
        Duration pause = SHORTEST_PAUSE;
        try {
            for (Piece piece = next(); piece != null; piece = next()) {
                if (isKept(piece)) {
                    pause = SHORTEST_PAUSE;
                } else {
                    pause(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            // the server ends
        }
    }

    /** Waits for it; null when nothing more comes. */
    private synchronized Piece next() throws InterruptedException {
        while (isDone && !isClosing) {
            wait();
        }
        if (isDone) {
            return null;
        }
        List<Deployed> files = new ArrayList<>();
        Set<Path> paths = new TreeSet<>();
        for (Deployed each : waiting) {
            if (files.size() == AT_ONCE || !paths.add(each.file().path())) {
                break;
            }
            files.add(each);
        }
        return new Piece(files, runs, checked);
    }

    private boolean isKept(Piece piece) {
        try {
            versions.keep(piece.files(), piece.runs(), piece.checked());
        } catch (RuntimeException e) { // whatever it is: without this thread nothing would be kept any more
            if (!isSaid && !isClosing()) {
                LOG.warn(
                        "What was deployed can't be kept now, and will be once the database is back: {}",
                        e instanceof RetryableException ? e.getMessage() : e.toString());
            }
            isSaid = true;
            return false;
        }
        kept(piece);
        return true;
    }

    private synchronized boolean isClosing() {
        return isClosing;
    }

    private synchronized void kept(Piece piece) {
        piece.files().forEach(waiting::remove);
        isDone = waiting.isEmpty()
                && piece.runs().equals(runs)
                && piece.checked().equals(checked);
        if (isDone && isSaid) {
            LOG.info("All that was deployed is kept now");
            isSaid = false;
        }
        notifyAll();
    }

    private synchronized void pause(Duration pause) throws InterruptedException {
        wait(pause.toMillis());
    }

    /** Gives it a moment to write what is left, and says what can't be written. */
    @Override
    public void close() {
        Thread working = closing();
        if (working == null) {
            return;
        }
        try {
            working.join(LONGEST_END.toMillis());
            working.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lost();
    }

    private synchronized Thread closing() {
        isClosing = true;
        notifyAll();
        return thread;
    }

    private synchronized void lost() {
        if (!waiting.isEmpty()) {
            LOG.warn(
                    "The database could not be written to the end: not kept are the versions of {} that were deployed since; what"
                            + " lies there at the next start is kept then",
                    new TreeSet<>(
                            waiting.stream().map(each -> each.file().path()).toList()));
        }
    }
}
