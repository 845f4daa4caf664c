package dev.aftertalk.care.rehearse;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.SeparateRoutes;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.Start;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import dev.aftertalk.rehearsal.Action;
import dev.aftertalk.settings.Durations;
import dev.aftertalk.time.MachineClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of the workflows, made in a CamelContext of its own in which nothing acts. */
final class Version implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Version.class);

    /** How long a run may take. */
    private static final long LONGEST_SECONDS = 120;

    /** What Camel says of a {@code direct:} that nothing begins with. The check has found that there is something. */
    private static final String NO_PART = "No consumers available on endpoint: direct:";

    private final DefaultCamelContext camel = new DefaultCamelContext(false);
    private final RehearsedLedger ledger = new RehearsedLedger();
    private final Told told;
    private final Map<Path, String> notMade = new TreeMap<>();
    private final Map<Path, String> elsewhere = new TreeMap<>();
    private final SeparateRoutes.Prepared prepared;
    private Path making;
    private final AtomicLong runs = new AtomicLong();

    /**
     * Makes the routes of these files. What can't be made is in {@link #notMade}.
     *
     * @param known what is the same for all versions
     */
    Version(RouteSet files, InertContext contexts, Known known) {
        told = new Told(known);
        prepared = contexts.prepare(camel, files, ledger, told, this::beginsElsewhere);
        camel.start();
        make(files);
    }

    private void make(RouteSet files) {
        List<RouteFile> routes = files.files().stream()
                .filter(file -> file.kind() == RouteFile.Kind.ROUTES)
                .toList();
        for (RouteFile file : routes) {
            attempt(file, () -> prepared.routes().configure(file.path(), file));
        }
        for (RouteFile file : routes) {
            if (!notMade.containsKey(file.path())) {
                attempt(file, () -> prepared.routes().make(file));
            }
        }
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private void attempt(RouteFile file, Attempt attempt) {
        making = file.path();
        try {
            attempt.run();
        } catch (Exception e) {
            LOG.debug("{} can't be rehearsed", file, e);
            Throwable cause = e;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            notMade.put(file.path(), String.valueOf(cause.getMessage()));
        }
    }

    private void beginsElsewhere(String scheme) {
        if (making != null) {
            elsewhere.put(making, "its route that begins with " + scheme + ": and not with an event");
        }
    }

    /** Files with routes that are left out, as other things than events begin them. */
    Map<Path, String> elsewhere() {
        return elsewhere;
    }

    /** Why files have no routes here. */
    Map<Path, String> notMade() {
        return notMade;
    }

    /** Runs an event through the router and all that it starts; what became of each, by the workflow's name. */
    Map<String, Worked> work(PastEvent event) throws InterruptedException {
        Map<String, Worked> worked = new LinkedHashMap<>();
        Run router = run(event, Ledger.ROUTER, Duration.ZERO);
        Outcome routed = end(router);
        List<Start> starts = routed instanceof Outcome.Routed known ? known.starts() : List.of();
        starts.forEach(start -> told.record(
                router,
                Action.of(
                        "Starts " + start.workflow(),
                        start.delay().isZero() ? Map.of() : Map.of("after", Durations.write(start.delay())))));
        worked.put(Ledger.ROUTER, worked(router, routed));
        Map<Run, CompletableFuture<Outcome>> underWay = new LinkedHashMap<>();
        for (Start start : starts) {
            Run run = run(event, start.workflow(), start.delay());
            underWay.put(run, begun(run));
        }
        for (Map.Entry<Run, CompletableFuture<Outcome>> each : underWay.entrySet()) {
            worked.put(each.getKey().workflow(), worked(each.getKey(), end(each.getValue())));
        }
        return worked;
    }

    private Worked worked(Run run, Outcome outcome) {
        String left = prepared.leftOut().get(run.workflow());
        Told.OfRun came = told.take(run);
        if (outcome == null) {
            return new Worked(
                    run.workflow(),
                    left == null ? Worked.NOT_REHEARSED : "skipped",
                    left == null ? "no route for it could be made here" : left,
                    came.actions());
        }
        String why = whyNot(came, outcome);
        return why == null
                ? new Worked(run.workflow(), outcome.state(), outcome.cause(), came.actions())
                : new Worked(run.workflow(), Worked.NOT_REHEARSED, why, came.actions());
    }

    /** Why nothing can be said of what it would come to; null when it was rehearsed to its end. */
    private static String whyNot(Told.OfRun came, Outcome outcome) {
        if (came.cannot() != null || !(outcome instanceof Outcome.Dead)) {
            return came.cannot();
        }
        if (outcome.cause().contains(NO_PART)) {
            return outcome.cause() + " (no route for it could be made here)";
        }
        return came.unanswered() == null
                ? null
                : outcome.cause() + " (maybe only since nobody answered " + came.unanswered() + " here)";
    }

    private CompletableFuture<Outcome> begun(Run run) {
        told.begin(run);
        return ledger.run(run).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private Outcome end(Run run) throws InterruptedException {
        return end(begun(run));
    }

    private static Outcome end(CompletableFuture<Outcome> begun) throws InterruptedException {
        try {
            return begun.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new Outcome.Retry(
                    Duration.ZERO, "It did not come to its end within " + LONGEST_SECONDS + " s.", false);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As if the event had come, and waited for, in time. */
    private Run run(PastEvent event, String workflow, Duration delay) {
        long now = MachineClock.now();
        long received = Math.min(event.receivedAt(), now - delay.toMillis() - 1);
        return new Run(
                runs.incrementAndGet(), workflow, 1, now, now, received, null, event.id(), event.type(), event.body());
    }

    @Override
    public void close() {
        camel.stop();
    }
}
