package dev.aftertalk.ledger;

import dev.aftertalk.text.LogFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the log how attempts end. */
final class RunLog {

    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

    private RunLog() {}

    /** Whether the run was sent away from a system without a call. */
    private static boolean isLeftAlone(Outcome.Retry retry) {
        return retry.waitsFor() != null && !retry.waitsFor().equals(retry.cause());
    }

    static void tell(Run run, Outcome outcome) {
        try (LogFields fields = LogFields.of(run.eventId(), run.workflow())) {
            say(run, outcome);
        }
    }

    private static void say(Run run, Outcome outcome) {
        if (outcome instanceof Outcome.Dead dead) {
            LOG.error("{} is dead for event {} ({}): {}", run.workflow(), run.eventId(), run.eventType(), dead.cause());
        } else if (outcome instanceof Outcome.Retry retry && isLeftAlone(retry)) {
            // Why that is left alone, and until when, its breaker says once.
            LOG.info(
                    "{} waits for {}, event {}, attempt {}: {}",
                    run.workflow(),
                    retry.waitsFor(),
                    run.eventId(),
                    run.attempt(),
                    retry.cause());
        } else if (outcome instanceof Outcome.Retry retry) {
            LOG.warn(
                    "{} failed for event {}, attempt {}, retried in {} s: {}",
                    run.workflow(),
                    run.eventId(),
                    run.attempt(),
                    retry.delay().toMillis() / 1000.0,
                    retry.cause());
        } else {
            LOG.debug("{} is {} for event {}", run.workflow(), outcome.state(), run.eventId());
        }
    }
}
