package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.CamelRoutes;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.SplitWorkflows;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the routes of files by those of other versions, each once what is under way in it has finished: one that takes its time holds up no
 * other. Not for several threads.
 */
final class Swaps {

    private static final Logger LOG = LoggerFactory.getLogger(Swaps.class);

    /** How long the webhook's callers may take to get their answers before others are seen to first. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** For how long they are left alone then, and longer each time. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final CamelRoutes routes;
    private final RunningRoutes running;
    private final WebhookHold hold;
    private final Ledger ledger;
    private final Duration timeout;
    private final Clock clock;
    private final BiConsumer<RouteFile, Exception> failed;
    private final Map<Path, Swap> open = new TreeMap<>();
    private Instant nextHold = Instant.MIN;
    private Duration pause = SHORTEST_PAUSE;

    /** @param wanted empty when the file is gone */
    private record Swap(Optional<RouteFile> wanted, Instant latest) {}

    /**
     * @param timeout how long what is under way may take
     * @param failed told when a version could not be made after all; the one before runs on
     */
    Swaps(
            CamelRoutes routes,
            RunningRoutes running,
            WebhookHold hold,
            Ledger ledger,
            Duration timeout,
            Clock clock,
            BiConsumer<RouteFile, Exception> failed) {
        this.routes = routes;
        this.running = running;
        this.hold = hold;
        this.ledger = ledger;
        this.timeout = timeout;
        this.clock = clock;
        this.failed = failed;
    }

    /** Has other files run: mails and what is made from now on is of them, and the routes they concern are replaced by {@link #go}. */
    void begin(RouteSet files) throws Exception {
        begin(files, Dependencies.of(running.files(), files));
    }

    /**
     * The same.
     *
     * @param changed what is to be replaced
     * @throws Exception when it can't be; then all is as before
     */
    void begin(RouteSet files, Dependencies changed) throws Exception {
        RouteSet before = running.files();
        running.run(files);
        try {
            Definitions.use(routes, files, changed);
        } catch (Exception | LinkageError | StackOverflowError e) {
            running.run(before);
            Definitions.use(routes, before, changed);
            throw e;
        }
        Instant latest = clock.instant().plus(timeout);
        // What is gone again before it was its turn.
        open.keySet()
                .removeIf(
                        path -> files.file(path).isEmpty() && routes.made(path).isEmpty());
        for (Path path : changed.routes()) {
            open(path, files.file(path), latest);
        }
        for (Path path : routes.made()) {
            if (files.file(path).isEmpty()) {
                open(path, Optional.empty(), latest);
            }
        }
        for (RouteFile file : files.files()) {
            boolean made = routes.made(file.path()).filter(file::equals).isPresent();
            if (file.kind() == RouteFile.Kind.ROUTES && !made) {
                open(file.path(), Optional.of(file), latest);
            }
        }
        open.keySet().stream().filter(path -> !routes.isAnswering(path)).forEach(routes::suspend);
    }

    private void open(Path path, Optional<RouteFile> wanted, Instant latest) {
        Swap before = open.get(path);
        open.put(path, new Swap(wanted, before == null ? latest : before.latest()));
    }

    /** Files that are not replaced yet. */
    Set<Path> open() {
        return Set.copyOf(open.keySet());
    }

    /** Replaces what can be replaced now. @return whether all is done */
    boolean go() {
        for (Path path : List.copyOf(open.keySet())) {
            if (routes.made(path).isPresent() && !routes.isAnswering(path) && isReady(path)) {
                swap(path);
            }
        }
        answering();
        boolean leaving = open.keySet().stream().anyMatch(this::isLeaving);
        for (Path path : List.copyOf(open.keySet())) {
            if (routes.made(path).isEmpty() && !leaving) {
                swap(path); // what leaves may have had the same name
            }
        }
        return open.isEmpty();
    }

    private boolean isLeaving(Path path) {
        return open.get(path).wanted().isEmpty() && routes.made(path).isPresent();
    }

    /** What answers callers is replaced all at once: the route may have moved to another file, and callers must find it in one of them. */
    private void answering() {
        List<Path> now = open.keySet().stream().filter(routes::isAnswering).toList();
        List<Path> coming = open.keySet().stream().filter(this::willAnswer).toList();
        boolean leaving = open.keySet().stream().anyMatch(path -> isLeaving(path) && !now.contains(path));
        if (now.isEmpty() || leaving && !coming.isEmpty()) {
            return;
        }
        List<Path> all = new ArrayList<>(now);
        all.sort(Comparator.comparing(path -> !isLeaving(path)));
        all.addAll(coming);
        boolean late = now.stream().anyMatch(this::isLate);
        if (!late && clock.instant().isBefore(nextHold)) {
            return;
        }
        try {
            if (hold.whileNobodyIsInside(PATIENCE, () -> all.forEach(this::swap))) {
                pause = SHORTEST_PAUSE;
            } else if (late) {
                all.forEach(this::swap);
            } else {
                nextHold = clock.instant().plus(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean willAnswer(Path path) {
        return routes.made(path).isEmpty()
                && open.get(path).wanted().map(Workflows::text).orElse("").contains("platform-http");
    }

    private boolean isReady(Path path) {
        return routes.isIdle(path) || isLate(path);
    }

    private boolean isLate(Path path) {
        return clock.instant().isAfter(open.get(path).latest());
    }

    private void swap(Path path) {
        Optional<RouteFile> wanted = open.remove(path).wanted();
        Optional<RouteFile> before = routes.made(path);
        try {
            routes.remove(path);
            if (wanted.isPresent()) {
                routes.make(wanted.get());
                routes.workflows(path).forEach(this::takeIn);
            } else {
                before.ifPresent(file -> Workflows.in(file).forEach(this::takeIn));
            }
        } catch (Exception e) {
            restore(path, wanted, before, e);
        } catch (LinkageError | StackOverflowError e) {
            restore(path, wanted, before, new IllegalStateException(e));
        }
    }

    private void restore(Path path, Optional<RouteFile> wanted, Optional<RouteFile> before, Exception cause) {
        wanted.ifPresent(file -> failed.accept(file, cause));
        if (before.isEmpty()) {
            return;
        }
        try {
            running.run(running.files().with(before.get()));
            routes.remove(path);
            routes.make(before.get());
        } catch (Exception e) {
            LOG.error("{} can't be run in the version before either", path, e);
            failed.accept(before.get(), e);
        }
    }

    /** Not before somebody works on its runs: what the router starts until then would wait for nobody. */
    private void takeIn(String workflow) {
        SplitWorkflows.parts(workflow).forEach(ledger::takeIn);
    }

    static List<String> names(RouteFile file) {
        return Workflows.in(file).stream()
                .flatMap(name -> SplitWorkflows.parts(name).stream())
                .toList();
    }
}
