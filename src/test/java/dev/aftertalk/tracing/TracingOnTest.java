package dev.aftertalk.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.LedgerObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class TracingOnTest {

    private final ApplicationContextRunner server = new ApplicationContextRunner()
            .withUserConfiguration(Settings.class, TracingConfiguration.class)
            .withBean("ledgerMeters", LedgerObserver.class, () -> LedgerObserver.NONE)
            .withBean(SimpleMeterRegistry.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TracingSettings.class)
    static class Settings {}

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "collector:4318", "${NO_SUCH_NAME}"})
    void makesNothingWithoutAnAddress(String endpoint) {
        new ApplicationContextRunner()
                .withUserConfiguration(TracingConfiguration.class)
                .withPropertyValues("tracing.endpoint=" + endpoint)
                .run(context ->
                        assertThat(context.getBeanDefinitionNames()).noneMatch(name -> name.startsWith("trac")));
    }

    @Test
    void makesTracesWithOne() {
        server.withPropertyValues("tracing.endpoint=http://localhost:1")
                .run(context -> assertThat(context).hasSingleBean(Traces.class).hasBean("tracedLedger"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:4318, http://localhost:4318/v1/traces",
        "https://collector.example/, https://collector.example/v1/traces",
        "https://collector.example/otlp/v1/traces, https://collector.example/otlp/v1/traces"
    })
    void postsToWhereCollectorsTakeThem(String endpoint, String url) {
        assertThat(new TracingSettings(endpoint, 1).url()).isEqualTo(url);
    }
}
