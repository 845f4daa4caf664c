package dev.aftertalk.care.drill;

import dev.aftertalk.ledger.start.DiskSpace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Faults of the ledger's own database: a PostgreSQL server that is away, a disk that SQLite's file can't grow on. */
@Component
class DatabaseDrill implements Drill {

    private static final String AWAY = "database-away";
    private static final String FULL = "disk-full";

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
        this.isPostgres = url.startsWith("jdbc:postgresql:");
    }

    @Override
    public List<String> names() {
        return List.of(AWAY, FULL);
    }

    @Override
    public Fault begin(String name, DrillCalls calls) throws IOException {
        KnownConnections connections = database.connections()
                .orElseThrow(() ->
                        new IOException("The connections of this server's database are not made by its own pool."));
        boolean isAway = name.equals(AWAY);
        if (isAway != isPostgres) {
            throw new IOException(
                    isAway
                            ? "SQLite's database is a file, which can't be away: disk-full is the drill for it."
                            : "The database is on a PostgreSQL server, whose disk is its own: database-away is the drill for it.");
        }
        Fault fault = isAway ? away(connections, calls) : full(connections);
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
