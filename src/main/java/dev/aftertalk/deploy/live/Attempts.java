package dev.aftertalk.deploy.live;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what failed tried again, each time later, and says once why. Not for several threads. */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Duration pause = Duration.ZERO;
    private long failedAt;
    private String complaint;

    /** Whether it is time to try again what failed. */
    boolean isDue() {
        return !pause.isZero() && !isWaiting();
    }

    /** Whether it is not yet time. */
    boolean isWaiting() {
        return System.nanoTime() - failedAt < pause.toNanos();
    }

    /** @param what for the log */
    void failed(Throwable why, String what) {
        Duration next = pause.multipliedBy(2);
        pause = pause.isZero() ? FIRST : next.compareTo(LONGEST) < 0 ? next : LONGEST;
        failedAt = System.nanoTime();
        String said = what + why.getClass() + why.getMessage();
        if (!said.equals(complaint)) {
            LOG.error(what, why);
        }
        complaint = said;
    }

    void succeeded() {
        pause = Duration.ZERO;
        complaint = null;
    }
}
