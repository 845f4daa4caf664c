package dev.aftertalk.ledger.component;

import dev.aftertalk.ledger.Ledger;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The ledger as a Camel component, for the routes: {@code ledger:accept}, {@code ledger:events}, {@code ledger:start/NAME} and so on. */
public final class LedgerComponent extends DefaultComponent {

    private final Ledger ledger;

    /** @param ledger what the endpoints work on */
    public LedgerComponent(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        String[] parts = remaining.split("/", 2);
        LedgerOperationName operation = LedgerOperationName.of(parts[0]);
        operation.check(parts.length > 1 ? parts[1] : null, parameters.keySet());
        LedgerEndpoint endpoint = new LedgerEndpoint(uri, this, ledger, operation, parts.length > 1 ? parts[1] : null);
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }
}
