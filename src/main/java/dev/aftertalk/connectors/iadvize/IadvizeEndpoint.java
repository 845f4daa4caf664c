package dev.aftertalk.connectors.iadvize;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Looks up the visitor or the conversation of the event in the body, by GraphQL or REST, whichever is configured and knows it.
 *
 * <p>The body is afterwards what was found, as a map, without any header. The kamelets {@code iadvize-visitor-action} and
 * {@code iadvize-conversation-action} say what is in it.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "iadvize",
        title = "iAdvize",
        syntax = "iadvize:object",
        category = {Category.API},
        producerOnly = true,
        remote = false)
public final class IadvizeEndpoint extends DefaultEndpoint {

    @UriPath(description = "What to look up", enums = "visitor,conversation")
    @Metadata(required = true)
    private final String object;

    private final LookUp lookUp;

    IadvizeEndpoint(String uri, IadvizeComponent component, String object, LookUp lookUp) {
        super(uri, component);
        this.object = object;
        this.lookUp = lookUp;
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                Map<String, Object> found = lookUp.find(exchange);
                exchange.getMessage().setHeaders(new HashMap<>()); // the event's own are of no use beside it
                exchange.getMessage().setBody(found);
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("iadvize:" + object + " can't begin a route.");
    }

    /** False: its calls to iAdvize are kept with the run each, and not the step as a whole. */
    @Override
    public boolean isRemote() {
        return false;
    }

    public String getObject() {
        return object;
    }
}
