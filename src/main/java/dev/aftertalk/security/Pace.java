package dev.aftertalk.security;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets something through once in a while, such as a line in the log that anybody can cause. */
final class Pace {

    private final long millis;
    private final Clock clock;
    private final AtomicLong next = new AtomicLong();

    Pace(Duration each, Clock clock) {
        this.millis = each.toMillis();
        this.clock = clock;
    }

    /** Whether it is time again. */
    boolean turn() {
        long now = clock.millis();
        long due = next.get();
        return now >= due && next.compareAndSet(due, now + millis);
    }
}
