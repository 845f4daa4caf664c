package dev.aftertalk.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the accepted events of one type. */
final class EventMeters {

    private final Counter fresh;
    private final Counter repeated;

    EventMeters(MeterRegistry registry, String type) {
        fresh = counter(registry, type, "new");
        repeated = counter(registry, type, "repeated");
    }

    void accepted(boolean isNew) {
        (isNew ? fresh : repeated).increment();
    }

    private static Counter counter(MeterRegistry registry, String type, String result) {
        return Counter.builder("aftertalk.events.accepted")
                .description("Events that were stored and acknowledged; a repeated one was there already")
                .tag("event_type", type)
                .tag("result", result)
                .register(registry);
    }
}
