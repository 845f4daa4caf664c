package dev.aftertalk.care.rehearse;

import dev.aftertalk.connectors.calls.PlainHttpComponent;
import dev.aftertalk.rehearsal.Rehearsal;
import java.util.Map;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpException;

/**
 * HTTP in a rehearsal: what the workflow says is a GET or HEAD is asked for, since these only read (RFC 9110, 9.2.1); every other request is
 * told. One whose method Camel would work out from the message counts as another.
 */
final class ReadingHttp extends PlainHttpComponent {

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final Rehearsal rehearsal;

    ReadingHttp(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        return new Asked(uri, this, (HttpEndpoint) super.createEndpoint(uri, remaining, parameters), rehearsal);
    }

    /** Whatever a message says: nothing else leaves. */
    @Override
    protected HttpClientBuilder createHttpClientBuilder(
            String uri, Map<String, Object> parameters, Map<String, Object> httpClientOptions) {
        return super.createHttpClientBuilder(uri, parameters, httpClientOptions)
                .addRequestInterceptorFirst((request, entity, context) -> {
                    if (!READING.contains(request.getMethod())) {
                        throw new HttpException("A rehearsal only reads, and this is a " + request.getMethod());
                    }
                });
    }

    private static final class Asked extends DefaultEndpoint {

        private final HttpEndpoint http;
        private final Rehearsal rehearsal;

        Asked(String uri, ReadingHttp component, HttpEndpoint http, Rehearsal rehearsal) {
            super(uri, component);
            this.http = http;
            this.rehearsal = rehearsal;
        }

        @Override
        public Producer createProducer() throws Exception {
            AsyncProducer real = AsyncProcessorConverterHelper.convert(http.createProducer());
            return new DefaultAsyncProducer(this) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    if (reads(exchange)) {
                        return real.process(exchange, callback);
                    }
                    rehearsal.record(exchange, Sent.of(exchange, getEndpointUri()));
                    callback.done(true);
                    return true;
                }

                @Override
                protected void doStart() throws Exception {
                    super.doStart();
                    ServiceHelper.startService(http, real);
                }

                @Override
                protected void doStop() throws Exception {
                    ServiceHelper.stopAndShutdownServices(real, http);
                    super.doStop();
                }
            };
        }

        /** As Camel finds the method, as far as somebody has said it. */
        private boolean reads(Exchange exchange) {
            String said = http.getHttpMethod() != null
                    ? http.getHttpMethod().name()
                    : exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class);
            return said != null && READING.contains(said);
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("HTTP can't begin a route: use platform-http.");
        }

        @Override
        public boolean isLenientProperties() {
            return true;
        }
    }
}
