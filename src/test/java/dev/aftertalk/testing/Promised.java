package dev.aftertalk.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What is promised within a time, on a machine that others may keep busy: it is done until it was as fast once. What is slow by itself is
 * slow each time.
 */
public final class Promised {

    private static final int MOST = 10;

    private Promised() {}

    /**
     * Does it until it took no longer, ten times at most.
     *
     * @param once waits for what it does with a patience of its own; the time is from its call to its return
     * @return how long it took then
     */
    public static Duration within(Duration time, Callable<?> once) throws Exception {
        List<Duration> taken = new ArrayList<>();
        while (taken.size() < MOST) {
            long begun = System.nanoTime();
            once.call();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            if (took.compareTo(time) <= 0) {
                return took;
            }
            taken.add(took);
        }
        throw new AssertionError("It is promised within " + time + ", and took " + taken);
    }
}
