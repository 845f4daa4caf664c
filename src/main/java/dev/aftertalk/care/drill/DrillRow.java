package dev.aftertalk.care.drill;

import java.time.Duration;
import java.time.Instant;

/**
 * A drill as it is stored.
 *
 * @param node whose calls meet the fault; null before a server has taken it up, unless it is meant for one
 * @param ends 1 once somebody wants the fault to end, 2 once somebody does not want to wait for the recovery either
 * @param report null before it has begun
 */
record DrillRow(
        long id,
        String drill,
        Duration time,
        String askedBy,
        Instant askedAt,
        String state,
        String node,
        int ends,
        DrillReport report) {

    static final String ASKED = "asked";
    static final String RUNNING = "running";
    static final String RECOVERING = "recovering";
    static final String OVER = "over";
    static final String BROKEN_OFF = "broken off";

    double seconds() {
        return time.toMillis() / 1e3;
    }

    /** What is known of it. The column decides on the state: whoever breaks a drill off may not know its report. */
    DrillReport told() {
        return report == null ? DrillReport.asked(this) : report.in(state, report.notes());
    }
}
