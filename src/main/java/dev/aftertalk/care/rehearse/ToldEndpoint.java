package dev.aftertalk.care.rehearse;

import dev.aftertalk.rehearsal.Rehearsal;
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

    /** Begins what is said about a step that would take something from elsewhere. */
    static final String TAKES_NOTHING = "A rehearsal takes nothing from ";

    private final Rehearsal rehearsal;

    ToldEndpoint(String uri, CamelContext camel, Rehearsal rehearsal) {
        super(uri, null);
        setCamelContext(camel);
        this.rehearsal = rehearsal;
    }

    /** A component of which nothing else is made, so that it neither connects nor takes anything from elsewhere. */
    static Component component(Rehearsal rehearsal) {
        return new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                parameters.clear();
                return new ToldEndpoint(uri, getCamelContext(), rehearsal);
            }
        };
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                rehearsal.record(exchange, Sent.of(exchange, getEndpointUri()));
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                TAKES_NOTHING + getEndpointUri().replaceFirst(":.*", "") + ": that could change it.");
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }
}
