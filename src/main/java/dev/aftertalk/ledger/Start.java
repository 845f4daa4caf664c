package dev.aftertalk.ledger;

import java.time.Duration;

/**
 * A workflow to start for an event.
 *
 * @param delay how long to wait before it runs
 * @param leftOut why the workflow does not run here, which ends its run as {@code skipped} at once; null when it runs
 */
public record Start(String workflow, Duration delay, String leftOut) {

    /** A workflow that runs. */
    public Start(String workflow, Duration delay) {
        this(workflow, delay, null);
    }
}
