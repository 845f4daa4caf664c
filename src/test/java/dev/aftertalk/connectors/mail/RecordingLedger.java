package dev.aftertalk.connectors.mail;

import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.testing.JdbcStatements;
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
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stands in for the {@code ledger:} component: notes each operation and ends the run as the real one does. */
final class RecordingLedger extends DefaultComponent {

    final List<String> operations = new CopyOnWriteArrayList<>();

    /** What permits of intents are asked on. */
    volatile JdbcClient database;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        String target = getAndRemoveParameter(parameters, "target", String.class);
        String permit = getAndRemoveParameter(parameters, "permit", String.class);
        String text = target != null ? target : getAndRemoveParameter(parameters, "reason", String.class, "");
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(Exchange exchange) {
                        IntentPermit asked = permit == null ? null : evaluated(exchange, permit, IntentPermit.class);
                        boolean refused = asked != null && !asked.grant(new JdbcStatements(database));
                        operations.add(
                                refused
                                        ? "skip " + asked.refused()
                                        : remaining + " " + evaluated(exchange, text, String.class));
                        if (refused || !remaining.equals("intent")) {
                            exchange.setRouteStop(true);
                        }
                    }
                };
            }

            private static <T> T evaluated(Exchange exchange, String text, Class<T> type) {
                return exchange.getContext()
                        .resolveLanguage("simple")
                        .createExpression(text)
                        .evaluate(exchange, type);
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
