package dev.aftertalk.care.rehearse;

import dev.aftertalk.connectors.calls.PlainHttpComponent;
import dev.aftertalk.ledger.camel.LedgerConstants;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.converter.stream.ByteArrayInputStreamCache;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpException;

/**
 * HTTP in a rehearsal: what the workflow says is a GET or HEAD is asked for, since these only read (RFC 9110, 9.2.1); every other request is
 * told. One whose method Camel would work out from the message counts as another. What was asked for an event is not asked again for it, so that
 * both versions have the same answer.
 */
final class ReadingHttp extends PlainHttpComponent {

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final Told told;

    ReadingHttp(Told told) {
        this.told = told;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        return new Asked(uri, this, (HttpEndpoint) super.createEndpoint(uri, remaining, parameters), told);
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

    private record Answer(Map<String, Object> headers, byte[] body) {}

    private static final class Asked extends DefaultEndpoint {

        private final HttpEndpoint http;
        private final Told told;

        Asked(String uri, ReadingHttp component, HttpEndpoint http, Told told) {
            super(uri, component);
            this.http = http;
            this.told = told;
        }

        @Override
        public Producer createProducer() throws Exception {
            Producer real = http.createProducer();
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    if (!reads(exchange)) {
                        ToldEndpoint.tell(told, exchange, getEndpointUri());
                        return;
                    }
                    String event = exchange.getProperty(LedgerConstants.EVENT_ID, String.class);
                    Answer answer = answer(KnownAnswer.prefix(event) + question(exchange), exchange);
                    exchange.getMessage().setHeaders(new HashMap<>(answer.headers()));
                    exchange.getMessage()
                            .setBody(new ByteArrayInputStreamCache(new ByteArrayInputStream(answer.body())));
                }

                private Answer answer(String question, Exchange exchange) throws Exception {
                    try {
                        return told.known().same(question, () -> ask(real, exchange));
                    } catch (RuntimeCamelException e) {
                        throw e.getCause() instanceof Exception cause ? cause : e;
                    }
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

        private String question(Exchange exchange) {
            Message message = exchange.getMessage();
            return getEndpointUri() + " " + new TreeMap<>(message.getHeaders())
                    + (http.isGetWithBody() ? message.getBody(String.class) : "");
        }

        private static Answer ask(Producer real, Exchange exchange) {
            try {
                real.process(exchange);
            } catch (Exception e) {
                throw RuntimeCamelException.wrapRuntimeCamelException(e);
            }
            Message message = exchange.getMessage();
            byte[] body = message.getBody(byte[].class);
            return new Answer(Map.copyOf(known(message.getHeaders())), body == null ? new byte[0] : body);
        }

        private static Map<String, Object> known(Map<String, Object> headers) {
            Map<String, Object> known = new HashMap<>(headers);
            known.values().removeIf(Objects::isNull);
            return known;
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
