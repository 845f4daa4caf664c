package dev.aftertalk.care.reconcile;

import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.metrics.StoredFigures;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How long nobody listened, and what was reconciled. */
@Component
class ReconcileMeters implements StoredFigures {

    private static final Duration SHOWN = Duration.ofDays(1);

    private final Map<String, Counter> started = new HashMap<>();
    private final ListeningStore listening;
    private final JdbcClient database;

    ReconcileMeters(MeterRegistry registry, ListeningStore listening, JdbcClient database) {
        this.listening = listening;
        this.database = database;
        for (String type : List.of(PastEvents.CLOSED, PastEvents.ANSWERED)) {
            started.put(
                    type,
                    Counter.builder("aftertalk.reconciled.events")
                            .description("Events that were started from iAdvize's lists, as no webhook brought them")
                            .tag("event_type", type)
                            .register(registry));
        }
    }

    void started(IncomingEvent event, boolean isNew) {
        if (isNew) {
            started.get(event.eventType()).increment();
        }
    }

    @Override
    public List<Figure> read() {
        long since = MachineClock.now() - SHOWN.toMillis();
        double dark = listening.dark(since).stream()
                .mapToLong(one -> Math.max(0, one.to() - Math.max(one.from(), since)))
                .sum();
        double open = database.sql("SELECT count(*) FROM reconciliation WHERE state <> 'done'")
                .query(Long.class)
                .single();
        return List.of(
                new Figure(
                        "aftertalk.dark.seconds",
                        "Time in the last 24 hours in which no server took webhooks",
                        Tags.empty(),
                        dark / 1000),
                new Figure(
                        "aftertalk.reconciliations.open",
                        "Stretches of time that are still to be compared with iAdvize's lists",
                        Tags.empty(),
                        open));
    }
}
