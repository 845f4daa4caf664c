package dev.aftertalk.care.reconcile;

import dev.aftertalk.intake.health.IntakeGate;
import dev.aftertalk.time.ClockSkew;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Notes every few seconds that webhooks are taken here, once it has asked the door itself. A door that does not answer, a closed gate, a
 * database that is away and a webhook that was told to come back later all end the stretch that has been noted.
 */
@Component
class Heartbeat implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final String REFUSALS = "aftertalk.webhook.rejected";
    private static final Set<String> AWAY = Set.of("unavailable", "not_ready", "no_room");

    private final ListeningStore store;
    private final IntakeGate gate;
    private final WebhookWatch webhook;
    private final MeterRegistry meters;
    private final long longestBreak;

    private volatile long started;
    private long last;
    private double refusedBefore;

    Heartbeat(
            ListeningStore store,
            IntakeGate gate,
            WebhookWatch webhook,
            MeterRegistry meters,
            ReconcileSettings settings) {
        this.store = store;
        this.gate = gate;
        this.webhook = webhook;
        this.meters = meters;
        this.longestBreak = 3
                * Math.max(
                        settings.heartbeat().toMillis(), 2 * webhook.patience().toMillis());
    }

    @Override
    public void run() {
        try {
            beat(MachineClock.now());
        } catch (RuntimeException e) {
            started = 0;
            LOG.debug("Could not note that webhooks are taken: {}", e.toString());
        }
    }

    /** Since when webhooks have been taken here without a break, in milliseconds since 1970; 0 when they were not when it was noted last. */
    long listeningSince() {
        return started;
    }

    void beat(long now) {
        double refused = refused();
        boolean broken = refused > refusedBefore || now < last || now - last > longestBreak;
        refusedBefore = refused;
        if (last == 0 || last > ClockSkew.latest(now)) {
            store.forgetAhead(now);
        }
        last = now;
        if (!gate.open() || !webhook.answers(now)) {
            started = 0;
            return;
        }
        long since = started == 0 || broken ? now : started;
        store.listened(since, now);
        started = since;
    }

    private double refused() {
        return meters.find(REFUSALS).counters().stream()
                .filter(counter -> AWAY.contains(String.valueOf(counter.getId().getTag("reason"))))
                .mapToDouble(Counter::count)
                .sum();
    }
}
