package dev.aftertalk.connectors.calls;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.annotations.Component;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Camel's {@code http} and {@code https} components as users' own workflows get them. Its client calls once: by default it would send a POST
 * answered 429 or 503 again and sleep for as long as {@code Retry-After} says, in the run. Trying again is the ledger's, which is told that
 * time. Time-outs are {@code camel.component.http.*}.
 */
@Component("http,https")
public class PlainHttpComponent extends HttpComponent {

    private UnaryOperator<HttpClientBuilder> guard = client -> client;

    public PlainHttpComponent() {
        setHeaderFilterStrategy(new AnswerHeaders());
    }

    /** Has something added to each client that is made from now on; what a route says of its client takes it away no more. */
    public void guard(UnaryOperator<HttpClientBuilder> added) {
        guard = added;
    }

    @Override
    protected HttpClientBuilder createHttpClientBuilder(
            String uri, Map<String, Object> parameters, Map<String, Object> httpClientOptions) {
        HttpClientBuilder client = super.createHttpClientBuilder(uri, parameters, httpClientOptions);
        return guard.apply(Connected.addTo(client.disableAutomaticRetries()));
    }
}
