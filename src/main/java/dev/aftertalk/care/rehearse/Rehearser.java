package dev.aftertalk.care.rehearse;

import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.SeparateRoutes;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import dev.aftertalk.rehearsal.StandIns;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Runs events through two versions of the workflows and compares what they come to. One rehearsal at a time, so that what runs has room. */
@Component
public class Rehearser {

    /** How many events are under way at once: most of their time they wait for iAdvize. */
    private static final int AT_ONCE = 8;

    private final InertContext contexts;
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * Rehearses with what there is.
     *
     * @param beans all there are, of which those that act are not called
     */
    public Rehearser(
            SeparateRoutes routes,
            List<StandIns> standIns,
            ApplicationContext beans,
            Environment settings,
            RehearsalSettings own) {
        this.contexts = new InertContext(
                routes,
                standIns,
                new ApplicationContextBeanRepository(beans),
                own.rehearsedBeans(),
                new RouteFolders(settings));
    }

    /** Whether a rehearsal is under way here. */
    boolean isBusy() {
        return busy.get();
    }

    /** Is told how it goes, on the thread that rehearses; an exception ends the rehearsal. */
    public interface Listener {

        /** @param notMade files whose workflows can't be rehearsed, with the reasons */
        void begins(Map<String, String> notMade) throws Exception;

        /** @param files of those that can't be rehearsed, the ones that can be in the version that runs */
        default void breaks(Set<String> files) {}

        /** In the order of the events. */
        void compared(Comparison comparison) throws Exception;
    }

    /** Another rehearsal is under way. */
    public static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("Another rehearsal is under way here; wait until it is over.");
        }
    }

    /**
     * Rehearses.
     *
     * @param running the version that runs
     * @param candidate the one that is to be looked at
     * @param events read while it goes on
     * @return how many events differ, and how
     * @throws BusyException while another one is under way
     * @throws Exception of the listener, or when a version can't be made at all
     */
    public Map<Comparison.Difference, Integer> rehearse(
            RouteSet running, RouteSet candidate, Stream<PastEvent> events, Listener listener) throws Exception {
        if (!busy.compareAndSet(false, true)) {
            throw new BusyException();
        }
        Known known = new Known();
        try (Version before = new Version(running, contexts, known);
                Version after = new Version(candidate, contexts, known)) {
            Map<String, String> notMade = notMade(before, after);
            for (String changed : RehearsalLines.changed(running, candidate)) {
                String begins = after.elsewhere().get(Path.of(changed));
                if (begins != null) {
                    notMade.putIfAbsent(changed, begins);
                }
            }
            listener.begins(notMade);
            listener.breaks(broken(before, after));
            return rehearse(before, after, known, events, listener);
        } finally {
            busy.set(false);
        }
    }

    private static Set<String> broken(Version before, Version after) {
        return after.notMade().keySet().stream()
                .filter(path -> !before.notMade().containsKey(path))
                .map(Path::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> notMade(Version before, Version after) {
        Map<String, String> notMade = new TreeMap<>();
        before.notMade().forEach((path, why) -> notMade.put(path.toString(), why));
        after.notMade().forEach((path, why) -> notMade.put(path.toString(), why));
        return notMade;
    }

    private static Map<Comparison.Difference, Integer> rehearse(
            Version before, Version after, Known known, Stream<PastEvent> events, Listener listener) throws Exception {
        Map<Comparison.Difference, Integer> counts = new EnumMap<>(Comparison.Difference.class);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Deque<UnderWay> underWay = new ArrayDeque<>();
            Iterator<PastEvent> all = events.iterator();
            while (all.hasNext()) {
                PastEvent event = all.next();
                // What is told of an event goes by its id, and several samples may be of one.
                while (underWay.size() == AT_ONCE || underWay.stream().anyMatch(each -> each.is(event))) {
                    next(underWay, counts, listener);
                }
                underWay.add(new UnderWay(event.id(), threads.submit(() -> compare(before, after, known, event))));
            }
            while (!underWay.isEmpty()) {
                next(underWay, counts, listener);
            }
        } finally {
            threads.shutdownNow();
        }
        return counts;
    }

    private record UnderWay(String eventId, Future<Comparison> comparison) {
        boolean is(PastEvent event) {
            return eventId.equals(event.id());
        }
    }

    private static void next(Deque<UnderWay> underWay, Map<Comparison.Difference, Integer> counts, Listener listener)
            throws Exception {
        Comparison comparison = get(underWay.remove().comparison());
        counts.merge(comparison.difference(), 1, Integer::sum);
        listener.compared(comparison);
    }

    private static Comparison get(Future<Comparison> compared) throws Exception {
        try {
            return compared.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception known ? known : e;
        }
    }

    private static Comparison compare(Version before, Version after, Known known, PastEvent event)
            throws InterruptedException {
        Comparison comparison = Comparison.of(event.id(), event.type(), before.work(event), after.work(event));
        if (comparison.isChanged()) {
            comparison = comparison.comparedWith(before.work(event));
        }
        known.forget(KnownAnswer.prefix(event.id()));
        return comparison;
    }
}
