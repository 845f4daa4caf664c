package dev.aftertalk.care.reconcile;

import dev.aftertalk.intake.health.WebhookProbe;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whether this server's webhook address answers, and a word to people when it does not. A question that gets lost is asked again at once, so
 * that one of them is no outage; both together take no longer than the pause between two heartbeats.
 */
@Component
class WebhookWatch {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookWatch.class);

    /** However short the pause is: a busy machine takes a moment over its answer. */
    private static final Duration SHORTEST = Duration.ofSeconds(2);

    /** However long the pause is: iAdvize itself waits for 30 seconds. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final long QUIET = Duration.ofMinutes(1).toMillis();

    private final WebhookProbe probe;
    private final Duration patience;
    private volatile double answers = Double.NaN;
    private boolean told;
    private Long lastTold;

    WebhookWatch(WebhookProbe probe, ReconcileSettings settings, MeterRegistry meters) {
        this.probe = probe;
        this.patience = patience(settings.heartbeat());
        Gauge.builder("aftertalk.webhook.answers", this, self -> self.answers)
                .description("1 while this server's own webhook address answers, 0 while it does not")
                .register(meters);
    }

    private static Duration patience(Duration heartbeat) {
        Duration half = heartbeat.dividedBy(2);
        return half.compareTo(SHORTEST) < 0 ? SHORTEST : half.compareTo(LONGEST) > 0 ? LONGEST : half;
    }

    /** How long one question may take. */
    Duration patience() {
        return patience;
    }

    /** Asks. @param now milliseconds since 1970 */
    boolean answers(long now) {
        String fault = probe.fault(patience);
        if (fault != null) {
            fault = probe.fault(patience);
        }
        answers = fault == null ? 1 : 0;
        tell(fault, now);
        return fault == null;
    }

    private void tell(String fault, long now) {
        if (fault == null) {
            if (told) {
                LOG.info("This server's own webhook address answers again");
            }
            told = false;
        } else if (!told && (lastTold == null || Math.abs(now - lastTold) >= QUIET)) {
            told = true;
            lastTold = now;
            LOG.warn(
                    "This server's own webhook address does not answer: {}. Until it does, the time counts as an outage: what iAdvize could"
                            + " not deliver is asked for afterwards.",
                    fault);
        }
    }
}
