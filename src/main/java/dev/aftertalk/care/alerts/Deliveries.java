package dev.aftertalk.care.alerts;

import dev.aftertalk.scheduling.Schedulers;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands alerts over, those of each way one after the other and on a thread of its own: one that hangs holds up no other. */
final class Deliveries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** A server that has said nothing after so long is taken for dead; several mails at a mail server that hangs take less. */
    static final Duration LEASE = Duration.ofMinutes(10);

    private final AlertQueue queue;
    private final AlertWays ways;
    private final AlertSettings settings;
    private final Clock clock;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(Schedulers.threads("alert"));

    Deliveries(AlertQueue queue, AlertWays ways, AlertSettings settings, Clock clock) {
        this.queue = queue;
        this.ways = ways;
        this.settings = settings;
        this.clock = clock;
    }

    /** Has each of these ways take what it has not taken yet, where it is time for that. */
    void begin(Collection<String> names) {
        names.stream()
                .filter(busy::add)
                .forEach(way -> threads.execute(() -> {
                    try {
                        deliver(way);
                    } catch (RuntimeException e) { // the database is away, or this server stops
                        LOG.warn(
                                "Alerts can't be handed over now: {}",
                                e.getClass().getSimpleName());
                    } finally {
                        busy.remove(way);
                    }
                }));
    }

    /** In their order: until one is not taken, or another server is at it. */
    void deliver(String way) {
        boolean goesOn = true;
        while (goesOn) {
            long now = clock.millis();
            Optional<AlertQueue.Pending> next = queue.next(way, now)
                    .filter(each -> each.dueAt() <= now)
                    .filter(each -> queue.claim(each, now + LEASE.toMillis()));
            goesOn = next.isPresent() && isTaken(next.get());
        }
    }

    private boolean isTaken(AlertQueue.Pending next) {
        Optional<String> fault = ways.hand(next.way(), next.alert());
        if (fault.isEmpty()) {
            queue.taken(next);
            LOG.info("Alert told by {}: {}", next.way(), next.alert().subject());
            return true;
        }
        queue.failed(next, clock.millis() + settings.retry().toMillis());
        LOG.warn(
                "An alert could not be told by {} ({}); it is tried again in {}: {}",
                next.way(),
                fault.get(),
                settings.retry(),
                next.alert().subject());
        return false;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
