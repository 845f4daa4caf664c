package dev.aftertalk.care.rehearse;

import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.rehearsal.Action;
import dev.aftertalk.rehearsal.Rehearsal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** What the runs of a version would have done, as far as that can be said. */
final class Told implements Rehearsal {

    /** Far more than any workflow means to do. Steps of a loop cost no time here, so that one which waits for something goes round at once. */
    private static final int MOST_ACTIONS = 1_000;

    private static final int MOST_STEPS = 100_000;

    private final Map<String, OfRun> underWay = new ConcurrentHashMap<>();
    private final Known known;

    Told(Known known) {
        this.known = known;
    }

    /** What is the same for all versions. */
    Known known() {
        return known;
    }

    /** What a run came to. */
    static final class OfRun {

        private final List<Action> actions = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private String cannot;
        private String unanswered;
        private int steps;

        synchronized List<Action> actions() {
            return List.copyOf(actions);
        }

        /** Why it was not rehearsed to its end; null when it was. */
        synchronized String cannot() {
            return cannot;
        }

        /** What it called last that would have answered; null when it called nothing of that kind. */
        synchronized String unanswered() {
            return unanswered;
        }

        private synchronized RuntimeException cannot(String why) {
            cannot = cannot == null ? why : cannot;
            return new NotRehearsedException(cannot);
        }

        private synchronized void record(Action action) {
            if (actions.size() == MOST_ACTIONS) {
                throw cannot("it comes to no end here: it would do more than " + MOST_ACTIONS + " things");
            }
            actions.add(action);
        }

        /** @param failing whether what is under way is what follows on a failure, which has to come to an end too */
        private synchronized void step(boolean failing) {
            steps++;
            if (steps > (failing ? 2 * MOST_STEPS : MOST_STEPS)) {
                throw cannot("it comes to no end here: it takes more than " + MOST_STEPS + " steps");
            }
        }

        private synchronized boolean isNew(String key) {
            return seen.add(key);
        }
    }

    private static final class NotRehearsedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotRehearsedException(String why) {
            super(why);
        }
    }

    /** From now on this run is listened to. */
    void begin(Run run) {
        underWay.put(key(run.eventId(), run.workflow()), new OfRun());
    }

    /** No longer. What it still does meanwhile fails. */
    OfRun take(Run run) {
        return underWay.remove(key(run.eventId(), run.workflow()));
    }

    @Override
    public void record(Exchange exchange, Action action) {
        of(exchange).record(action);
    }

    void record(Run run, Action action) {
        underWay.get(key(run.eventId(), run.workflow())).record(action);
    }

    /** What was called would have answered. */
    void unanswered(Exchange exchange, String uri) {
        OfRun run = of(exchange);
        synchronized (run) {
            run.unanswered = uri;
        }
    }

    /**
     * Has the run count as not rehearsed, whatever else becomes of it.
     *
     * @return to be thrown
     */
    RuntimeException cannot(Exchange exchange, String why) {
        return of(exchange).cannot(why);
    }

    /** A step begins. Fails when there were too many of them, or nobody waits for the run any more. */
    void step(Exchange exchange) {
        of(exchange).step(exchange.getProperty(Exchange.EXCEPTION_CAUGHT) != null);
    }

    /** Whether the run comes by this key for the first time. */
    boolean isNew(Exchange exchange, String key) {
        return of(exchange).isNew(key);
    }

    private OfRun of(Exchange exchange) {
        OfRun run = underWay.get(key(
                exchange.getProperty(LedgerConstants.EVENT_ID, String.class),
                exchange.getProperty(LedgerConstants.WORKFLOW, String.class)));
        if (run == null) {
            throw new NotRehearsedException("This is over: nobody waits for it any more.");
        }
        return run;
    }

    private static String key(String event, String workflow) {
        return event + " " + workflow;
    }

    @Override
    public <T> T same(String name, Supplier<T> made) {
        return known.same(name, made);
    }
}
