package dev.aftertalk.time;

import java.time.Duration;

/**
 * How far the clocks of servers on one database may be apart. A stored time that lies further ahead than it can by more than that was written by a clock that
 * was ahead: who waited for it would wait until that time comes again.
 */
public final class ClockSkew {

    /** The most that is taken for the difference of two clocks that are right. */
    public static final Duration MOST = Duration.ofMinutes(1);

    private ClockSkew() {}

    /** The latest time that a clock which is right may show, in milliseconds since 1970 as {@code now}. */
    public static long latest(long now) {
        return latest(now, Duration.ZERO);
    }

    /**
     * The latest time that a clock which is right may have written for the end of something.
     *
     * @param now milliseconds since 1970
     * @param longest that it can take from now on
     * @return milliseconds since 1970
     */
    public static long latest(long now, Duration longest) {
        return now + longest.plus(MOST).toMillis();
    }
}
