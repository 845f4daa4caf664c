package dev.aftertalk.testing;

import java.util.List;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Stands in for {@code ledger:skip}: notes the reason and ends the run as the real one does. */
public final class SkippingLedger extends DefaultComponent {

    private final List<String> reasons;

    public SkippingLedger(List<String> reasons) {
        this.reasons = reasons;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        String reason = getAndRemoveParameter(parameters, "reason", String.class);
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(Exchange exchange) {
                        reasons.add(exchange.getContext()
                                .resolveLanguage("simple")
                                .createExpression(reason)
                                .evaluate(exchange, String.class));
                        exchange.setRouteStop(true);
                    }
                };
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
