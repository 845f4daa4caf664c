package dev.aftertalk.connectors.calls;

import dev.aftertalk.ledger.camel.RecordedSteps;
import java.util.HashMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.URISupport;

/**
 * Another system as a component of ours calls it, several times at one step of a route if need be. Each call is kept with the run like a
 * step of its own, and tells what came of the intent before it.
 */
public class RecordedCalls extends ServiceSupport {

    private final PooledHttpComponent http;
    private final String uri;
    private Endpoint endpoint;
    private Producer producer;

    /**
     * @param http what calls the system; used for nothing else
     * @param uri the other system as the history of runs names it, a colon, and its address, such as {@code jira-rest:https://site.example}
     */
    public RecordedCalls(PooledHttpComponent http, String uri) {
        this.http = http;
        this.uri = uri;
    }

    /**
     * Calls the other system. The message of the exchange stays as it is, and nothing of it goes out.
     *
     * @param id of the call in the run's history
     * @param request words the request in an empty message
     * @return the answer, whatever its status
     */
    public Message call(Exchange exchange, String id, Consumer<Message> request) throws Exception {
        Exchange call = exchange.copy();
        call.getMessage().setHeaders(new HashMap<>());
        call.getMessage().setBody(null);
        request.accept(call.getMessage());
        RecordedSteps.recorded(producer, id, endpoint).process(call);
        if (call.getException() != null) {
            throw call.getException();
        }
        return call.getMessage();
    }

    /** For calls that belong to no run. */
    public Endpoint endpoint() {
        return endpoint;
    }

    public void setCamelContext(CamelContext camel) {
        http.setCamelContext(camel);
    }

    @Override
    protected void doStart() throws Exception {
        ServiceHelper.startService(http);
        endpoint = http.createEndpoint(URISupport.normalizeUri(uri));
        producer = endpoint.createProducer();
        ServiceHelper.startService(endpoint, producer);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopAndShutdownServices(producer, endpoint, http);
    }
}
