package dev.aftertalk.care.retention;

import dev.aftertalk.privacy.Sweep;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round through all that is too old: a piece, a pause, the next piece. */
final class RetentionPass {

    /** A server that has not said for so long that it goes on is taken for stopped. */
    static final Duration LEASE = Duration.ofMinutes(15);

    static final Duration EVERY = Duration.ofDays(1);
    private static final Logger LOG = LoggerFactory.getLogger(RetentionPass.class);

    /** Others have the database to themselves for at least this much of the time. */
    private static final int PAUSE_FACTOR = 4;

    private final Sweeps sweeps;
    private final SharedTask task;
    private final Duration shortestPause;
    private final Clock clock;
    private final Map<String, Counter> deleted;

    /** @param shortestPause between two pieces */
    RetentionPass(Sweeps sweeps, SharedTask task, Duration shortestPause, Clock clock, MeterRegistry registry) {
        this.sweeps = sweeps;
        this.task = task;
        this.shortestPause = shortestPause;
        this.clock = clock;
        this.deleted =
                sweeps.kinds().stream().collect(Collectors.toMap(Function.identity(), kind -> counter(registry, kind)));
    }

    private static Counter counter(MeterRegistry registry, String kind) {
        return Counter.builder("aftertalk.retention.deleted")
                .description("Rows that were deleted or emptied because they were older than retention.* says")
                .tag("kind", kind)
                .register(registry);
    }

    /**
     * Does the round if it is due and no other server does it.
     *
     * @return whether it did
     * @throws InterruptedException when the server stops; another server, or this one after its next start, goes on
     */
    boolean run() throws InterruptedException {
        if (!task.claim(LEASE)) {
            return false;
        }
        Map<String, Long> rows = new LinkedHashMap<>();
        long claimed = System.nanoTime();
        for (Map.Entry<String, Sweep> each : sweeps.at(clock.instant()).entrySet()) {
            Sweep sweep = each.getValue();
            long begun = System.nanoTime();
            for (OptionalInt piece = sweep.next(); piece.isPresent(); piece = sweep.next()) {
                rows.merge(each.getKey(), (long) piece.getAsInt(), Long::sum);
                deleted.get(each.getKey()).increment(piece.getAsInt());
                long took = (System.nanoTime() - begun) / 1_000_000;
                Thread.sleep(Math.max(shortestPause.toMillis(), took * PAUSE_FACTOR));
                begun = System.nanoTime();
                if (begun - claimed > LEASE.toNanos() / 3) {
                    task.putOff(LEASE);
                    claimed = begun;
                }
            }
        }
        task.putOff(EVERY);
        rows.values().removeIf(count -> count == 0);
        LOG.info("Deleted what is older than retention.* says: {}", rows.isEmpty() ? "nothing was" : rows);
        return true;
    }
}
