package dev.aftertalk.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private HttpServer server;
    private ProducerTemplate client;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/", exchange -> {
            posted.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            exchange.getResponseHeaders().set("Retry-After", "2");
            exchange.getResponseHeaders().set("Location", "/200");
            for (String name :
                    List.of("sObjectName", "Sforce-Limit", "mail.smtp.host", "To", "CamelHttpUri", "X-Request-Id")) {
                exchange.getResponseHeaders().set(name, "theirs");
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        camel.addComponent("http", new PlainHttpComponent());
        camel.start();
        client = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 302, 307})
    void postsOnceAndDoesNotSleep(int status) {
        Exchange exchange = post(status);

        assertThat(posted).containsExactly("POST /" + status);
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
        String uri = "http:127.0.0.1:" + server.getAddress().getPort() + "/" + status;
        return client.request(uri, exchange -> exchange.getMessage().setBody("{\"order\":1}"));
    }
}
