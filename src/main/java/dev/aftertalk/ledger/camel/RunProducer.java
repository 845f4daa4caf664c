package dev.aftertalk.ledger.camel;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** A step that does something to the run on its way through the route. */
final class RunProducer extends DefaultProducer {

    private final RunStep step;
    private final String name;

    RunProducer(LedgerEndpoint endpoint, RunStep step) {
        super(endpoint);
        this.step = step;
        this.name =
                endpoint.getEndpointUri().replaceFirst("^ledger:(?://)?", "").replaceFirst("\\?.*", "");
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        step.apply(exchange, RunInProgress.of(exchange, name));
    }
}
