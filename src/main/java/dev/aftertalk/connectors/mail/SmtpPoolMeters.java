package dev.aftertalk.connectors.mail;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;
import org.apache.commons.pool2.impl.GenericObjectPool;

/** Shows how many connections to the mail server there are, and who waits for one. */
record SmtpPoolMeters(GenericObjectPool<?> pool) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        connections(registry, "active", pool::getNumActive);
        connections(registry, "idle", pool::getNumIdle);
        Gauge.builder("aftertalk.smtp.connections.limit", pool, GenericObjectPool::getMaxTotal)
                .description("Most connections to the mail server at once")
                .register(registry);
        Gauge.builder("aftertalk.smtp.waiting", pool, GenericObjectPool::getNumWaiters)
                .description("Mails that wait for a connection to the mail server")
                .register(registry);
    }

    private static void connections(MeterRegistry registry, String state, Supplier<Number> count) {
        Gauge.builder("aftertalk.smtp.connections", count)
                .description("Connections to the mail server")
                .tag("state", state)
                .register(registry);
    }
}
