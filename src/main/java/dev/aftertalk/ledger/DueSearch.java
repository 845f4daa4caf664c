package dev.aftertalk.ledger;

import dev.aftertalk.ledger.ClaimStore.Due;
import dev.aftertalk.ledger.ClaimStore.Place;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Finds the runs of one workflow that may go, at a cost that does not grow with how many others are due.
 *
 * <p>As a rule one statement does it, which looks at those that have been due for longest. When these are so many of one conversation or visitor
 * that others stay behind them, it goes in steps for a while: it looks at the next of each key of which a run has ended here, and walks
 * through all that is due, on from where it was; from the beginning again now and then, for what has changed behind it, such as by
 * another node. Whichever way, a run is found only if it may go at that moment. Used by the writer's thread.
 */
final class DueSearch {

    private static final int STEP = 1_000;
    private static final int MOST_AT_ONCE = 8 * STEP;
    private static final long SLOW_NANOS = Duration.ofMillis(50).toNanos();
    private static final long COUNT_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    /** Steps cost more where little is due; going over to them anew costs one slow search. */
    private static final long IN_STEPS_NANOS = Duration.ofSeconds(5).toNanos();

    /** How long a walk lasts for each run it looked at: at most 10,000 a second are looked at again. */
    private static final long NANOS_A_RUN = 100_000;

    private final ClaimStore store;
    private final String workflow;
    private final LongSupplier clock;
    private final Set<Long> ended = new LinkedHashSet<>();
    private long countedAt;
    private boolean inSteps;
    private long inStepsUntil;
    private Place place = Place.BEFORE_ALL;
    private long walked;
    private long beganAt;
    private boolean atEnd;
    private boolean maybeMore;

    DueSearch(ClaimStore store, String workflow) {
        this(store, workflow, System::nanoTime);
    }

    /** @param clock nanoseconds that only grow */
    DueSearch(ClaimStore store, String workflow, LongSupplier clock) {
        this.store = store;
        this.workflow = workflow;
        this.clock = clock;
        this.countedAt = clock.getAsLong() - COUNT_EVERY_NANOS;
    }

    /** To be told of a run that ended, or was changed: another of its key may go now. */
    void ended(long eventSeq) {
        if (inSteps) {
            ended.add(eventSeq);
        }
    }

    /** To be told when none of its runs is due, and no search is needed. */
    void nothingIsDue() {
        leaveSteps();
        maybeMore = false;
    }

    /** After a search: whether there may be more that can go. */
    boolean mayHaveMore() {
        return maybeMore;
    }

    /**
     * Finds runs that may go.
     *
     * @param room how many at most
     * @param everywhere whether it is time to look at all that is due, and not only at what this node has changed
     */
    List<Run> find(int room, boolean everywhere, long now) throws SQLException {
        Map<Long, Run> found = new LinkedHashMap<>();
        if (inSteps && everywhere && clock.getAsLong() - inStepsUntil >= 0) {
            leaveSteps();
        }
        if (!inSteps) {
            long begun = clock.getAsLong();
            add(found, store.find(workflow, room, now));
            boolean slow = clock.getAsLong() - begun >= SLOW_NANOS;
            maybeMore = found.size() >= Math.min(room, LedgerStore.WINDOW);
            if (maybeMore || !slow && !(everywhere && isTimeToCount() && isMoreDueThanSeen(now))) {
                return List.copyOf(found.values());
            }
            goInSteps();
        }
        findInSteps(found, room, everywhere, now);
        return List.copyOf(found.values());
    }

    private boolean isTimeToCount() {
        boolean itIs = clock.getAsLong() - countedAt >= COUNT_EVERY_NANOS;
        countedAt = itIs ? clock.getAsLong() : countedAt;
        return itIs;
    }

    private boolean isMoreDueThanSeen(long now) throws SQLException {
        int most = LedgerStore.WINDOW + 1;
        return store.list(workflow, Place.BEFORE_ALL, most, now).size() == most;
    }

    private void goInSteps() {
        inSteps = true;
        inStepsUntil = clock.getAsLong() + IN_STEPS_NANOS;
        beginWalk();
    }

    private void leaveSteps() {
        inSteps = false;
        ended.clear();
    }

    private void beginWalk() {
        place = Place.BEFORE_ALL;
        walked = 0;
        beganAt = clock.getAsLong();
        atEnd = false;
    }

    private void findInSteps(Map<Long, Run> found, int room, boolean everywhere, long now) throws SQLException {
        store.beginSteps();
        boolean isShort = atEnd && walked <= LedgerStore.WINDOW;
        if (isShort || everywhere && clock.getAsLong() - beganAt >= walked * NANOS_A_RUN) {
            beginWalk();
        }
        for (Iterator<Long> each = ended.iterator(); each.hasNext() && found.size() < room; ) {
            add(found, store.findFirst(workflow, each.next(), now));
            each.remove();
        }
        walk(found, room, now);
        if (walked > LedgerStore.WINDOW) {
            inStepsUntil = clock.getAsLong() + IN_STEPS_NANOS;
        }
        maybeMore = !ended.isEmpty() || !atEnd;
    }

    private void walk(Map<Long, Run> found, int room, long now) throws SQLException {
        Set<String> keys = new HashSet<>();
        long end = walked + MOST_AT_ONCE;
        int step = LedgerStore.WINDOW;
        atEnd = false;
        while (found.size() < room && walked < end && !atEnd) {
            List<Due> due = store.list(workflow, place, step, now);
            for (Due each : due) {
                if (found.size() == room) {
                    return;
                }
                place = each.place();
                walked++;
                if (each.orderKey() == null || keys.add(each.orderKey())) {
                    add(found, store.findFirst(workflow, place.eventSeq(), now));
                }
            }
            atEnd = due.size() < step;
            step = STEP;
        }
    }

    private static void add(Map<Long, Run> found, List<Run> more) {
        more.forEach(run -> found.putIfAbsent(run.eventSeq(), run));
    }
}
