package dev.aftertalk.care.rehearse;

import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.ledger.history.PastEvents;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import dev.aftertalk.scheduling.Schedulers;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the workflows that run would do with one event now. iAdvize is asked; nothing is sent, made or changed. */
@Component
public class DryRuns {

    /** As long as somebody looks at a page that does not come. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Rehearser rehearser;
    private final RunningRoutes running;
    private final JdbcClient reads;
    private final ExecutorService threads = Executors.newSingleThreadExecutor(Schedulers.threads("dry-run"));

    DryRuns(Rehearser rehearser, RunningRoutes running, JdbcClient reads) {
        this.rehearser = rehearser;
        this.running = running;
        this.reads = reads;
    }

    /**
     * With an event of the ledger.
     *
     * @param eventId iAdvize's
     * @return of each workflow that the event starts, the router first
     * @throws Rehearser.BusyException while a rehearsal is under way, or when this one takes more than half a minute
     * @throws NoSuchElementException when there is no such event
     */
    public List<Worked> ofEvent(String eventId) {
        return of(
                PastEvents.of(reads, eventId).orElseThrow(() -> new NoSuchElementException("There is no such event.")));
    }

    /**
     * With an event that need not have come.
     *
     * @param json as iAdvize posts it
     * @return as {@link #ofEvent}
     * @throws IllegalArgumentException when it is no event, saying why
     * @throws Rehearser.BusyException as {@link #ofEvent}
     */
    public List<Worked> ofSample(String json) {
        return of(SampleEvents.ofText(json));
    }

    private List<Worked> of(PastEvent event) {
        if (rehearser.isBusy()) {
            throw new Rehearser.BusyException();
        }
        Future<List<Worked>> worked = threads.submit(() -> work(event));
        try {
            return worked.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
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

    private List<Worked> work(PastEvent event) throws Exception {
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

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
