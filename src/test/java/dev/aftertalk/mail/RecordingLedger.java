package dev.aftertalk.mail;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Stands in for the {@code ledger:} component: notes each operation and ends the run as the real one does. */
final class RecordingLedger extends DefaultComponent {

    final List<String> operations = new CopyOnWriteArrayList<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        String target = getAndRemoveParameter(parameters, "target", String.class);
        String text = target != null ? target : getAndRemoveParameter(parameters, "reason", String.class, "");
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(Exchange exchange) {
                        String said = exchange.getContext()
                                .resolveLanguage("simple")
                                .createExpression(text)
                                .evaluate(exchange, String.class);
                        operations.add(remaining + " " + said);
                        if (!remaining.equals("intent")) {
                            exchange.setRouteStop(true);
                        }
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
