package dev.aftertalk.connectors.calls;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The histograms {@code aftertalk_connector_seconds}, one for each other system and way to end; made once, so that a call only adds to them. */
@Component
public class ConnectorTimers {

    /** The buckets: from a system next door to the longest time-out. */
    private static final Duration[] BUCKETS = Stream.of(10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<String, ConnectorTimer> timers = new ConcurrentHashMap<>();

    /** @param registry where they are kept */
    public ConnectorTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param connector the other system as the metrics name it */
    public ConnectorTimer of(String connector) {
        return timers.computeIfAbsent(connector, this::timer);
    }

    private ConnectorTimer timer(String connector) {
        Map<ConnectorTimer.Outcome, Timer> byOutcome = new EnumMap<>(ConnectorTimer.Outcome.class);
        for (ConnectorTimer.Outcome outcome : ConnectorTimer.Outcome.values()) {
            byOutcome.put(
                    outcome,
                    Timer.builder("aftertalk.connector")
                            .description("Calls to other systems, with the time spent waiting for a connection")
                            .tag("connector", connector)
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
        return (outcome, nanos) -> byOutcome.get(outcome).record(Duration.ofNanos(nanos));
    }
}
