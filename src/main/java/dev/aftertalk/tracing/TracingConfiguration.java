package dev.aftertalk.tracing;

import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.ledger.LedgerObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.resources.ResourceBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryResourceAttributes;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** Makes traces where {@code tracing.endpoint} is set, and nothing otherwise. */
@Configuration(proxyBeanMethods = false)
@Conditional(TracingOn.class)
class TracingConfiguration {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** What a server has not handed over when it is killed is missing in its traces. */
    private static final Duration SOON = Duration.ofSeconds(1);
    /** Some seconds of many events, while the collector is slow; what comes on top is dropped. */
    private static final int MOST_WAITING = 8192;

    @Bean
    Traces traces(TracingSettings settings, Environment environment) {
        return new Traces(collector(settings.url()), settings.sampling(), server(environment));
    }

    private static SpanProcessor collector(String url) {
        return BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                        .setEndpoint(url)
                        .setConnectTimeout(CONNECT)
                        .setTimeout(ANSWER)
                        .setMeterProvider(MeterProvider.noop())
                        .build())
                .setScheduleDelay(SOON)
                .setMaxQueueSize(MOST_WAITING)
                .build();
    }

    /** Named as Spring Boot and OpenTelemetry have it, and each process by an id of its own, so that a trace shows a restart. */
    private static Resource server(Environment environment) {
        Map<String, String> more = Binder.get(environment)
                .bind("management.opentelemetry.resource-attributes", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of());
        ResourceBuilder server = Resource.getDefault().toBuilder()
                .put("service.instance.id", UUID.randomUUID().toString());
        new OpenTelemetryResourceAttributes(environment, more).applyTo(server::put);
        return server.build();
    }

    @Bean
    Attempts attempts(Traces traces) {
        return new Attempts(traces);
    }

    @Bean
    Receipts receipts(Traces traces) {
        return new Receipts(traces);
    }

    @Bean
    TracedRoutes tracedRoutes(Attempts attempts, Receipts receipts) {
        return new TracedRoutes(attempts, receipts);
    }

    @Bean
    TracedSends tracedSends(Attempts attempts) {
        return new TracedSends(attempts);
    }

    @Bean
    @Primary
    LedgerObserver tracedLedger(
            @Qualifier("ledgerMeters") LedgerObserver meters, Attempts attempts, Receipts receipts) {
        return new TracedLedger(meters, attempts, receipts);
    }

    @Bean
    @Primary
    ConnectorTimers tracedTimers(MeterRegistry registry, Attempts attempts) {
        return new TracedTimers(registry, attempts);
    }
}
