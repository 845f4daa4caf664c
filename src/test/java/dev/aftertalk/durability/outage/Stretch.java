package dev.aftertalk.durability.outage;

import dev.aftertalk.care.drill.DrillReport;
import java.time.Duration;
import java.time.Instant;

/** A stretch of time. */
record Stretch(Instant from, Instant to) {

    /** That in which a drill's fault lasted. */
    static Stretch of(DrillReport drill) {
        return new Stretch(drill.begunAt(), drill.endedAt());
    }

    /** @param time in nanoseconds, as all others by {@link System#nanoTime} */
    boolean holds(long time) {
        return time - nanos(from) >= 0 && time - nanos(to) < 0;
    }

    double seconds() {
        return Duration.between(from, to).toMillis() / 1e3;
    }

    static long nanos(Instant time) {
        return System.nanoTime() - Duration.between(time, Instant.now()).toNanos();
    }
}
