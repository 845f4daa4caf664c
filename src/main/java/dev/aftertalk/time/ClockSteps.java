package dev.aftertalk.time;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps of the machine's clock while this process runs, found by comparing it with {@link SteadyClock}: somebody sets it, or the machine was
 * asleep. So what is stored as a time does not get older, or no younger again, by a step.
 */
public final class ClockSteps {

    private static final long LEAST_MILLIS = 60_000;
    private static final int MOST = 32;
    private static final ClockSteps STEPS = new ClockSteps(MachineClock.get(), SteadyClock.get());

    private final Clock machine;
    private final Clock steady;
    private final List<Step> steps = new ArrayList<>();
    private long ahead;

    /**
     * A step.
     *
     * @param before the time by the machine's clock up to which things happened before it
     * @param millis how far; negative when the clock was set back
     */
    private record Step(long before, long millis) {}

    /** @param steady what goes on evenly, and began with the time of the other */
    ClockSteps(Clock machine, Clock steady) {
        this.machine = machine;
        this.steady = steady;
    }

    /** Those of this process. */
    public static ClockSteps get() {
        return STEPS;
    }

    /**
     * What the machine's clock would show now, had it not been stepped forward since then, in milliseconds. A step back counts only for what
     * it takes back of one forward: whether something happened before or after it can't be told from its time.
     *
     * @param since a time by the machine's clock, as stored
     */
    public synchronized long nowSince(long since) {
        long now = machine.millis();
        look(now);
        long net = 0;
        boolean begun = false;
        for (Step step : steps) {
            begun = begun || step.millis() > 0 && since <= step.before();
            net += begun ? step.millis() : 0;
        }
        return now - Math.max(0, net);
    }

    private void look(long now) {
        long aheadNow = now - steady.millis();
        long step = aheadNow - ahead;
        if (Math.abs(step) >= LEAST_MILLIS) {
            if (steps.size() == MOST) {
                steps.remove(0);
            }
            steps.add(new Step(now - step, step));
            ahead = aheadNow;
        }
    }
}
