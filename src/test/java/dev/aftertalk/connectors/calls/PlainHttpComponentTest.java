package dev.aftertalk.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.sandbox.PeerAnswer;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.PeerServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An {@code http:} step as a user's own workflow has it. */
class PlainHttpComponentTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private PeerServer server;
    private ProducerTemplate client;

    @BeforeEach
    void start() throws Exception {
        Map<String, String> headers = new HashMap<>(Map.of("Retry-After", "2", "Location", "/200"));
        for (String name :
                List.of("sObjectName", "Sforce-Limit", "mail.smtp.host", "To", "CamelHttpUri", "X-Request-Id")) {
            headers.put(name, "theirs");
        }
        server = new PeerServer(
                0, request -> new PeerAnswer(Integer.parseInt(request.path().substring(1)), null, headers));
        camel.addComponent("http", new PlainHttpComponent());
        camel.start();
        client = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 302, 307})
    void postsOnceAndDoesNotSleep(int status) {
        Exchange exchange = post(status);

        assertThat(server.asked()).extracting(PeerRequest::call).containsExactly("POST /" + status);
        assertThat(exchange.getException(HttpOperationFailedException.class).getResponseHeaders())
                .anySatisfy((name, value) -> assertThat(name + "=" + value).isEqualToIgnoringCase("Retry-After=2"));
    }

    @Test
    void keepsOutOfTheMessageWhatWouldSteerTheNextStep() {
        Exchange exchange = post(200);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("X-Request-Id", "theirs")
                .doesNotContainKeys("sObjectName", "Sforce-Limit", "mail.smtp.host", "To", "CamelHttpUri");
    }

    private Exchange post(int status) {
        String uri = server.url() + "/" + status;
        return client.request(uri, exchange -> exchange.getMessage().setBody("{\"order\":1}"));
    }
}
