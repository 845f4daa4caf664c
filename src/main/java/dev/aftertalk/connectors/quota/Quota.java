package dev.aftertalk.connectors.quota;

import dev.aftertalk.ledger.WaitingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one system still allows this account, by what its answers say, and so in step with other servers and other integrations of the same
 * account. The fewer calls are left, the slower go those of low priority, and then they stop; later those of normal priority, last those of
 * high priority, before the system has to refuse any. A system whose answers say nothing of it is called as often as anybody likes.
 */
public final class Quota {

    /** Within this share of the limit, above the point where a priority stops, it goes slower and slower. */
    private static final double SLOWS_WITHIN = 0.1;

    /** So many times what is on the way from here is left for what is on the way from other servers. */
    private static final int OTHERS = 2;

    /** When no call goes out nothing is heard: then one finds out how it stands, and much more seldom when it would be refused. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    private static final Duration LOOK_AGAIN_AT_NONE = Duration.ofMinutes(5);

    /** So many runs go on in one look at the most: more would wait elsewhere. */
    private static final long MOST_AT_ONCE = 200;

    /** When so many calls in a row told nothing of what is left, what was told before holds no more. */
    private static final int FORGETS_AFTER = 10;

    /** For so long after the last run was sent away it is looked whether any wait. */
    private static final Duration LOOKED_FOR = Duration.ofSeconds(15);

    /** How much the last run counts for the calls a run takes. */
    private static final double LAST = 0.05;

    private final String connector;
    private final String system;
    private final QuotaSettings settings;
    private final Clock clock;
    /** The run that was let through last on this thread: runs have a thread to themselves. */
    private final ThreadLocal<String> admitted = new ThreadLocal<>();
    /** By priority: what adds up to a call while only some may go out. */
    private final double[] credit = new double[Priority.values().length];

    private long limit;
    private long left;
    private Instant heardAt;
    private Instant resetsAt;
    private Instant closedUntil = Instant.EPOCH;
    private Instant lookedAt = Instant.EPOCH;
    /** When the last call was over. */
    private Instant overAt = Instant.EPOCH;
    /** How often it was heard. */
    private long times;
    /** How many calls in a row told nothing. */
    private int silent;

    private int underWay;
    private Instant waitedAt = Instant.EPOCH;
    private double calls = 1;
    private double runs = 1;

    Quota(String connector, String system, QuotaSettings settings, Clock clock) {
        this.connector = connector;
        this.system = system;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * How it stands.
     *
     * @param left calls that are left
     * @param limit calls in all
     * @param resetsAt when they are all there again; null when the system does not say
     * @param heardAt when it was heard
     */
    public record State(long left, long limit, Instant resetsAt, Instant heardAt) {}

    /** How it stands, as this server heard it last; empty while the system has said nothing of it that still holds. */
    public synchronized Optional<State> state() {
        return isKnown(clock.instant())
                ? Optional.of(new State(Math.max(0, left), limit, resetsAt, heardAt))
                : Optional.empty();
    }

    /** What the runs that were sent away wait for, as {@code WaitingRuns} is told. */
    String waitsFor() {
        return waitsFor(connector);
    }

    static String waitsFor(String connector) {
        return connector + " quota";
    }

    /**
     * An answer says how many calls are left.
     *
     * @param nowLeft of this answer; those under way are not in it yet
     * @param nowLimit calls in all; what is not more than 0 is no limit
     * @param resetsIn after which time they are all there again; null when that is not said
     */
    public synchronized void heard(long nowLeft, long nowLimit, Duration resetsIn) {
        if (nowLimit > 0) {
            limit = nowLimit;
            left = nowLeft - Math.max(0, underWay - 1);
            heardAt = clock.instant();
            resetsAt = resetsIn == null || resetsIn.isNegative() || resetsIn.isZero() ? null : heardAt.plus(resetsIn);
            times++;
            silent = 0;
        }
    }

    /** An answer says that no call is taken for so long; of several the last counts. */
    public synchronized void exhausted(Duration time) {
        closedUntil = clock.instant().plus(time);
        if (resetsAt == null) {
            resetsAt = closedUntil; // calls are taken again then, whatever the headers of the refusal said
        }
    }

    /**
     * Takes one of the calls that are left. A run that was let through once goes on until its end: what it has done already would have to be done
     * again, which costs calls too.
     *
     * @param run what is at work; null for what is no run
     * @return to be given back at its end
     * @throws WaitingException when they are kept for others
     */
    synchronized long enter(String run, Priority priority) {
        Instant now = clock.instant();
        if (now.isBefore(closedUntil)) {
            throw sentAway(system + " takes no calls for now, since there were too many");
        }
        boolean goesOn = run != null && run.equals(admitted.get());
        if (isKnown(now) && !mayCall(priority, goesOn) && !looksAgain(now)) {
            throw sentAway(
                    system + " has " + left + " of " + limit + " calls left, which are kept for what is more urgent");
        }
        admitted.set(run);
        calls += 1 - LAST * calls;
        runs += (goesOn ? 0 : 1) - LAST * runs;
        left--;
        underWay++;
        return times;
    }

    /** A day's calls may be used up for a day, and some days in a row: no run is to be given up for that as soon as for an outage. */
    private WaitingException sentAway(String why) {
        waitedAt = clock.instant();
        return WaitingException.until(waitsFor(), why);
    }

    /** Whether a run was sent away lately; it may take a moment until the ledger has it. */
    synchronized boolean somebodyMayWait() {
        return waitedAt.plus(LOOKED_FOR).isAfter(clock.instant());
    }

    /** Runs that were sent away wait still. */
    synchronized void somebodyWaits() {
        waitedAt = clock.instant();
    }

    /** A call is over, whatever came of it. @param entered what {@link #enter} has returned */
    synchronized void leave(long entered) {
        underWay--;
        overAt = clock.instant();
        if (entered == times) { // nothing was heard of it: it may not have been made, and is not counted for ever
            left++;
            silent++;
        }
        if (silent >= FORGETS_AFTER) {
            heardAt = null;
        }
    }

    /** How many runs of a priority may begin now, of those that wait. */
    synchronized long room(Priority priority) {
        Instant now = clock.instant();
        if (now.isBefore(closedUntil)) {
            return 0;
        }
        if (!isKnown(now)) {
            boolean answers = overAt.isAfter(closedUntil);
            return answers ? MOST_AT_ONCE : underWay == 0 ? 1 : 0;
        }
        double share = share(priority);
        if (share == 0) {
            return isTimeToLook(now) ? 1 : 0;
        }
        return Math.min(MOST_AT_ONCE, Math.max(1, (long) (calls(priority) * share * runs / calls)));
    }

    /** What was said may be of a time that is over. */
    private boolean isKnown(Instant now) {
        return heardAt != null && (resetsAt == null || now.isBefore(resetsAt));
    }

    private boolean mayCall(Priority priority, boolean goesOn) {
        if (goesOn) {
            return share(Priority.HIGH) > 0;
        }
        double sum = credit[priority.ordinal()] + share(priority);
        credit[priority.ordinal()] = sum >= 1 ? sum - 1 : sum;
        return sum >= 1;
    }

    /** Which of the calls of a priority may go out: 1 for all, 0 for none. */
    private double share(Priority priority) {
        return Math.max(0, Math.min(1, calls(priority) / (limit * SLOWS_WITHIN)));
    }

    private double calls(Priority priority) {
        return left - limit * settings.stopsAt(priority) / 100 - (double) OTHERS * underWay;
    }

    private boolean looksAgain(Instant now) {
        boolean looks = isTimeToLook(now);
        if (looks) {
            lookedAt = now;
        }
        return looks;
    }

    private boolean isTimeToLook(Instant now) {
        Duration pause = left > 0 ? LOOK_AGAIN : LOOK_AGAIN_AT_NONE;
        return underWay == 0 && now.isAfter(heardAt.plus(pause)) && now.isAfter(lookedAt.plus(pause));
    }
}
