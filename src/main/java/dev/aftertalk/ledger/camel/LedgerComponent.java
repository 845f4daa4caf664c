package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.LedgerRuns;
import dev.aftertalk.text.ExactText;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The ledger as a Camel component, for the routes: {@code ledger:accept}, {@code ledger:events}, {@code ledger:start/NAME} and so on. */
@Component("ledger")
public final class LedgerComponent extends DefaultComponent {

    private final LedgerRuns ledger;
    private final SentLongAgo old;
    private final AheadRouter router = new AheadRouter();

    /**
     * @param ledger what the endpoints work on
     * @param memory how long it knows what it had
     * @param born since when it is there, in milliseconds since 1970
     */
    public LedgerComponent(LedgerRuns ledger, EventMemory memory, LongSupplier born, MeterRegistry meters) {
        this.ledger = ledger;
        this.old = new SentLongAgo(memory, born, meters);
    }

    AheadRouter router() {
        return router;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ExactText.read(parameters);
        String[] parts = remaining.split("/", 2);
        LedgerOperationName operation = LedgerOperationName.of(parts[0]);
        operation.check(parts.length > 1 ? parts[1] : null, parameters.keySet());
        LedgerEndpoint endpoint =
                new LedgerEndpoint(uri, this, ledger, old, operation, parts.length > 1 ? parts[1] : null);
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }
}
