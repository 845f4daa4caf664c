package dev.aftertalk.care.rehearse;

import dev.aftertalk.rehearsal.Action;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Where a message would leave this server: it is told, and goes nowhere. The message stays as it is, since nobody answers. */
final class ToldEndpoint extends DefaultEndpoint {

    private final Told told;

    ToldEndpoint(String uri, CamelContext camel, Told told) {
        super(uri, null);
        setCamelContext(camel);
        this.told = told;
    }

    /** A component of which nothing else is made, so that it neither connects nor takes anything from elsewhere. */
    static Component component(Told told) {
        return new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                parameters.clear();
                return new ToldEndpoint(uri, getCamelContext(), told);
            }
        };
    }

    /** @param uri where the message would go */
    static void tell(Told told, Exchange exchange, String uri) {
        boolean mail = exchange.getMessage().getBody() instanceof MimeMessage; // on which nothing is read back
        Action action = Sent.of(exchange, uri);
        told.record(exchange, action);
        if (!mail) {
            told.unanswered(exchange, action.what());
        }
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                tell(told, exchange, getEndpointUri());
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("A rehearsal takes nothing from "
                + getEndpointUri().replaceFirst(":.*", "") + ": that could change it.");
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }
}
