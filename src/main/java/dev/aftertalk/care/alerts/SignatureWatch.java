package dev.aftertalk.care.alerts;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.springframework.stereotype.Component;

/**
 * Notices that webhooks are refused for their signature again and again: a tenth or more of the calls of the last hour. What strangers send now and then
 * beside iAdvize is less.
 */
@Component
class SignatureWatch {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int FEWEST = 5;
    private static final int SHARE = 10;

    private final MeterRegistry meters;
    private final Deque<Count> counts = new ArrayDeque<>();

    SignatureWatch(MeterRegistry meters) {
        this.meters = meters;
    }

    private record Count(long at, double refused, double taken) {}

    /** How many this server has refused in the last hour; 0 while that is no more than strangers do. */
    synchronized long refused(long now) {
        Count last = new Count(
                now, sum("aftertalk.webhook.rejected", "reason", "signature"), sum("aftertalk.events.accepted"));
        if (counts.isEmpty()) {
            // Nothing was counted before the start.
            counts.add(new Count(now, 0, 0));
        } else if (now - counts.getLast().at() >= PAUSE.toMillis()) {
            counts.add(last);
        }
        while (now - counts.getFirst().at() > WINDOW.toMillis() && counts.size() > 1) {
            counts.removeFirst();
        }
        double refused = last.refused() - counts.getFirst().refused();
        double taken = last.taken() - counts.getFirst().taken();
        return refused >= FEWEST && refused * SHARE >= taken ? (long) refused : 0;
    }

    private double sum(String name, String... tags) {
        return meters.find(name).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
