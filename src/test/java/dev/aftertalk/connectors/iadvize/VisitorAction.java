package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.testing.MovableClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.springboot.HttpComponentAutoConfiguration;
import org.apache.camel.component.kamelet.springboot.KameletComponentAutoConfiguration;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** The kamelets of {@code routes/kamelets} that ask iAdvize, running in a Spring Boot application of its own, as a workflow would call it. */
final class VisitorAction implements AutoCloseable {

    /** Not a {@code @Configuration}, so that no other test's component scan finds it. Only what look-ups need: many are started. */
    @ImportAutoConfiguration({
        CamelAutoConfiguration.class,
        CompositeMeterRegistryAutoConfiguration.class,
        HttpComponentAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        KameletComponentAutoConfiguration.class,
        MetricsAutoConfiguration.class,
        SimpleMetricsExportAutoConfiguration.class,
        SslAutoConfiguration.class
    })
    @ComponentScan
    @ConfigurationPropertiesScan
    @EnableConfigurationProperties(ResilienceSettings.class)
    @Import({ConnectorTimers.class, Guards.class, Detours.class})
    static class App {}

    /** What a workflow sees after the kamelet. */
    record Outcome(Exchange exchange) {

        @SuppressWarnings("unchecked")
        Map<String, Object> visitor() {
            if (fault() != null) {
                throw new AssertionError("the look-up failed", fault());
            }
            return exchange.getVariable("visitor", Map.class);
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> conversation() {
            if (fault() != null) {
                throw new AssertionError("the look-up failed", fault());
            }
            return exchange.getVariable("conversation", Map.class);
        }

        Exception fault() {
            return exchange.getException();
        }
    }

    final MovableClock clock = new MovableClock();

    private final ConfigurableApplicationContext app;
    private final ProducerTemplate template;

    VisitorAction(String... settings) {
        app = new SpringApplicationBuilder(App.class)
                .properties("spring.main.web-application-type=none", "spring.main.banner-mode=off")
                .initializers(context ->
                        ((GenericApplicationContext) context).registerBean("clock", Clock.class, () -> clock))
                .run(arguments(settings));
        CamelContext camel = app.getBean(CamelContext.class);
        try {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("direct:workflow").toV("kamelet:iadvize-visitor-action", null, "visitor");
                    from("direct:conversation").toV("kamelet:iadvize-conversation-action", null, "conversation");
                }
            });
        } catch (Exception e) {
            app.close();
            throw new IllegalStateException(e);
        }
        template = camel.createProducerTemplate();
    }

    /** One that knows REST only. */
    static VisitorAction rest(IadvizePeer peer, String... more) {
        return new VisitorAction(
                joined(more, "iadvize.rest.url=" + peer.url() + "/api/2", "iadvize.rest.api-key=the-key"));
    }

    /** One that knows GraphQL only. */
    static VisitorAction graphql(IadvizePeer peer, String... more) {
        return new VisitorAction(joined(
                more,
                "iadvize.graphql.url=" + peer.url() + "/graphql?platform=sd",
                "iadvize.graphql.token-url=" + peer.url() + "/oauth2/token",
                "iadvize.graphql.username=bot@example.com",
                "iadvize.graphql.password=the-password"));
    }

    /** How many calls were refused since our credentials were not taken. */
    double refusals(String connector) {
        Counter counter = app.getBean(MeterRegistry.class)
                .find("aftertalk.connector.refusals")
                .tag("connector", connector)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    Outcome lookUp(Map<String, Object> event) {
        return send("direct:workflow", event);
    }

    Outcome lookUpConversation(Map<String, Object> event) {
        return send("direct:conversation", event);
    }

    Outcome lookUpConversation(String event) {
        return lookUpConversation(new HashMap<>(Samples.event(event)));
    }

    Outcome lookUpConversation(String event, int attempt) {
        return send("direct:conversation", new HashMap<>(Samples.event(event)), attempt);
    }

    private Outcome send(String route, Map<String, Object> event) {
        return send(route, event, 1);
    }

    private Outcome send(String route, Map<String, Object> event, int attempt) {
        return new Outcome(template.request(route, exchange -> {
            exchange.setProperty(LedgerConstants.ATTEMPT, attempt);
            exchange.getMessage().setBody(event);
            exchange.getMessage().setHeader("mine", "kept");
            exchange.getMessage().setHeader("CamelHttpPath", "of-an-earlier-call");
            exchange.getMessage().setHeader("CamelHttpQuery", "of=an-earlier-call");
        }));
    }

    Outcome lookUp(String event) {
        return lookUp(new HashMap<>(Samples.event(event)));
    }

    <T> T bean(Class<T> type) {
        return app.getBean(type);
    }

    @Override
    public void close() {
        app.close();
    }

    static String[] joined(String[] last, String... first) {
        String[] all = new String[first.length + last.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(last, 0, all, first.length, last.length);
        return all;
    }

    /** Each setting once: Spring Boot would take one that is given twice for a list. */
    private static String[] arguments(String... settings) {
        Map<String, String> last = new LinkedHashMap<>();
        for (String setting : settings) {
            last.put(setting.substring(0, setting.indexOf('=')), "--" + setting);
        }
        // What these tests break they want to see broken.
        last.putIfAbsent("resilience.failures", "--resilience.failures=1000");
        last.put("", "--camel.main.routes-collector-enabled=false");
        return last.values().toArray(String[]::new);
    }
}
