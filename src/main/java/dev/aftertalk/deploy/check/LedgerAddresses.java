package dev.aftertalk.deploy.check;

import dev.aftertalk.ledger.camel.EventMemory;
import dev.aftertalk.ledger.camel.LedgerComponent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;

/** Has the ledger's own component look at an address, without a ledger: it knows what belongs to which of its operations. */
final class LedgerAddresses {

    private static final Set<String> BEGINNINGS = Set.of("events", "workflow");

    private final LedgerComponent component =
            new LedgerComponent(null, new EventMemory(Duration.ZERO), () -> 0, new SimpleMeterRegistry());

    LedgerAddresses(CamelContext context) {
        component.setCamelContext(context);
        component.init();
    }

    /**
     * What is wrong with it.
     *
     * @param path behind {@code ledger:}
     * @param consumer whether a route begins with it
     */
    Optional<String> fault(String path, Map<String, Object> parameters, boolean consumer) {
        String operation = path.split("/", 2)[0];
        try {
            Endpoint endpoint = component.createEndpoint("ledger:" + path, new LinkedHashMap<>(parameters));
            if (consumer && !BEGINNINGS.contains(operation)) {
                return Optional.of("a route can't begin with ledger:" + operation
                        + "; it can with ledger:events and ledger:workflow/NAME");
            }
            if (!consumer && BEGINNINGS.contains(operation)) {
                endpoint.createProducer();
            }
            return Optional.empty();
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            return Optional.of(String.valueOf(cause.getMessage()));
        }
    }
}
