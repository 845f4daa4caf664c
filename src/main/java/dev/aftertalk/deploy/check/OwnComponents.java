package dev.aftertalk.deploy.check;

import dev.aftertalk.connectors.iadvize.IadvizeComponent;
import dev.aftertalk.connectors.jira.JiraIssueComponent;
import dev.aftertalk.ledger.camel.EventMemory;
import dev.aftertalk.ledger.camel.LedgerComponent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;

/**
 * Has our own components look at an address, without what they work with: each knows what belongs to which of its operations, and refuses an
 * address here as it does when a route is made.
 */
final class OwnComponents {

    private static final Set<String> BEGINNINGS = Set.of("events", "workflow");

    private final Map<String, Component> components;

    OwnComponents(CamelContext context) {
        components = Map.of(
                "ledger", new LedgerComponent(null, new EventMemory(Duration.ZERO), () -> 0, new SimpleMeterRegistry()),
                "iadvize", IadvizeComponent.forAddressesOnly(),
                "jira-issue", JiraIssueComponent.forAddressesOnly());
        components.values().forEach(each -> {
            each.setCamelContext(context);
            each.init();
        });
    }

    boolean has(String scheme) {
        return components.containsKey(scheme);
    }

    /**
     * What is wrong with an address, in the words of its component.
     *
     * @param path behind the scheme and its colon
     * @param consumer whether a route begins with it
     */
    Optional<String> fault(String scheme, String path, Map<String, Object> parameters, boolean consumer) {
        try {
            Endpoint endpoint =
                    components.get(scheme).createEndpoint(scheme + ":" + path, new LinkedHashMap<>(parameters));
            return scheme.equals("ledger") ? ledger(endpoint, path.split("/", 2)[0], consumer) : Optional.empty();
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            return Optional.of(String.valueOf(cause.getMessage())
                    .replaceFirst("^There is", "there is")
                    .replaceFirst("\\.$", ""));
        }
    }

    private static Optional<String> ledger(Endpoint endpoint, String operation, boolean consumer) throws Exception {
        if (consumer && !BEGINNINGS.contains(operation)) {
            return Optional.of("a route can't begin with ledger:" + operation
                    + "; it can with ledger:events and ledger:workflow/NAME");
        }
        if (!consumer && BEGINNINGS.contains(operation)) {
            endpoint.createProducer();
        }
        return Optional.empty();
    }
}
