package dev.aftertalk.care.drill;

import dev.aftertalk.ledger.start.DiskSpace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Faults of the ledger's own database: a PostgreSQL server that is away, a disk that SQLite's file can't grow on. */
@Component
class DatabaseDrill implements Drill {

    static final String AWAY = "database-away";
    static final String FULL = "disk-full";

    /** Of those that are turned away. */
    private static final Set<String> SERVICE_UNAVAILABLE = Set.of("unavailable", "not_ready");

    private final DrilledDatabase database;
    private final DiskSpace disk;
    private final MeterRegistry meters;
    private final boolean isPostgres;

    DatabaseDrill(
            DrilledDatabase database,
            DiskSpace disk,
            MeterRegistry meters,
            @Value("${spring.datasource.url}") String url) {
        this.database = database;
        this.disk = disk;
        this.meters = meters;
        this.isPostgres = DrillNames.isPostgres(url);
    }

    @Override
    public List<String> names() {
        return List.of(AWAY, FULL);
    }

    @Override
    public Optional<String> refusal(String name) {
        return DrillNames.wrongDatabase(name, isPostgres)
                .or(() -> database.connections().isPresent()
                        ? Optional.empty()
                        : Optional.of("The connections of this server's database are not made by its own pool."));
    }

    @Override
    public Fault begin(String name, DrillCalls calls) throws IOException {
        KnownConnections connections = database.connections().orElseThrow(() -> new IOException("No connections"));
        Fault fault = name.equals(AWAY) ? away(connections, calls) : full(connections);
        double before = refusedWebhooks();
        AtomicBoolean over = new AtomicBoolean();
        return () -> {
            fault.end();
            if (over.compareAndSet(false, true)) {
                calls.met("webhook calls answered 503", Math.round(refusedWebhooks() - before));
            }
        };
    }

    private double refusedWebhooks() {
        return meters.find("aftertalk.webhook.rejected").counters().stream()
                .filter(counter -> SERVICE_UNAVAILABLE.contains(counter.getId().getTag("reason")))
                .mapToDouble(Counter::count)
                .sum();
    }

    private static Fault away(KnownConnections connections, DrillCalls calls) {
        connections.away(calls);
        return connections::back;
    }

    private Fault full(KnownConnections connections) {
        disk.drill(true);
        connections.full(true);
        return () -> {
            connections.full(false);
            disk.drill(false);
        };
    }
}
