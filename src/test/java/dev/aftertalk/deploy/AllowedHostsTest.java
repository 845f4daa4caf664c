package dev.aftertalk.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.connectors.calls.PlainHttpComponent;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.sandbox.PeerAnswer;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.PeerServer;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.constant.ConstantLanguage;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.env.MockEnvironment;

/** Two servers, one of which routes may call, and all ways that lead an HTTP call to the other. */
class AllowedHostsTest {

    private static final String ALLOWED = "127.0.0.1";
    private static final String OTHER = "localhost";

    private final MockEnvironment settings = new MockEnvironment();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private PeerServer allowed;
    private PeerServer other;

    @BeforeEach
    void start() throws Exception {
        other = new PeerServer(0, request -> new PeerAnswer(200, "{}", Map.of()));
        allowed = new PeerServer(
                0,
                request -> request.path().equals("/moved")
                        ? new PeerAnswer(302, null, Map.of("Location", "http://" + at(OTHER, other) + "/x"))
                        : new PeerAnswer(200, "{}", Map.of()));
        settings.setProperty("routes.allowed-hosts", ALLOWED);
        new AllowListGuard(settings).configure(camel);
        camel.addComponent("http", new PlainHttpComponent());
        camel.getRegistry().bind("web", new HttpComponent());
    }

    @AfterEach
    void stop() {
        camel.stop();
        allowed.close();
        other.close();
    }

    private static String at(String host, PeerServer server) {
        return host + server.url().replaceFirst(".*(?=:\\d)", "");
    }

    /** Steps that lead elsewhere; in their texts HERE is the server that may be called, and THERE the other. */
    private interface Steps {
        void add(RouteDefinition route, String here, String there);
    }

    static Stream<Arguments> ways() {
        return Stream.of(
                way("a header of a step", (route, here, there) -> route.setHeader(Exchange.HTTP_URI)
                        .constant("http://" + there + "/x")
                        .to("http:" + here)),
                way("a header for REST", (route, here, there) -> route.setHeader(Exchange.REST_HTTP_URI)
                        .constant("http://" + there + "/x")
                        .to("http:" + here)),
                way("a header of a bean", (route, here, there) -> route.process(
                                exchange -> exchange.getMessage().setHeader("camelhttpuri", "http://" + there + "/x"))
                        .to("http:" + here)),
                way("a redirect", (route, here, there) -> route.setHeader(Exchange.HTTP_METHOD)
                        .constant("GET")
                        .to("http:" + here + "/moved?followRedirects=true")),
                way("a computed address", (route, here, there) -> route.setVariable("where")
                        .constant(there)
                        .toD("http:${variable.where}/x")),
                way(
                        "a list of addresses",
                        (route, here, there) ->
                                route.recipientList(new ConstantLanguage().createExpression("http:" + there + "/x"))),
                way("a component under another name", (route, here, there) -> route.toD("web:" + there + "/${body}")),
                way("a header for a component under another name", (route, here, there) -> route.setHeader(
                                Exchange.HTTP_URI)
                        .constant("http://" + there + "/x")
                        .to("web:" + here)),
                way("a header for a component with a client of its own", (route, here, there) -> route.setHeader(
                                Exchange.HTTP_URI)
                        .constant("http://" + there + "/x")
                        .to("vertx-http:http://" + here)),
                way(
                        "a header for such a component with an address that is computed",
                        (route, here, there) -> route.setHeader(Exchange.REST_HTTP_URI)
                                .constant("http://" + there + "/x")
                                .toD("vertx-http:http://" + here + "/${body}")),
                way(
                        "a proxy for a component under another name",
                        (route, here, there) -> route.to("web:" + here + "/x?proxyHost=" + there.split(":")[0]
                                + "&proxyPort=" + there.split(":")[1])),
                way(
                        "a proxy",
                        (route, here, there) -> route.to("http:" + here + "/x?proxyHost=" + there.split(":")[0]
                                + "&proxyPort=" + there.split(":")[1])),
                way(
                        "a login",
                        (route, here, there) -> route.to(
                                "http:" + here + "/x?oauth2ClientId=a&oauth2ClientSecret=b&oauth2TokenEndpoint=http://"
                                        + there + "/token")));
    }

    private static Arguments way(String name, Steps steps) {
        return Arguments.of(name, steps);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void callsNoOtherHostWhateverLeadsThere(String name, Steps steps) {
        Exception failure = run(steps);

        assertThat(failure).hasStackTraceContaining("the host 'localhost' may not be called from routes");
        assertThat(other.asked()).isEmpty();
    }

    @Test
    void callsTheListedHostWhateverLeadsThere() {
        Exception failure = run((route, here, there) -> route.setHeader(Exchange.HTTP_URI)
                .constant("http://" + here + "/right")
                .to("http:" + ALLOWED + ":1/wrong"));

        assertThat(failure).isNull();
        assertThat(allowed.asked()).extracting(PeerRequest::path).containsExactly("/right");
    }

    @Test
    void callsTheListedHostByAComponentWithAClientOfItsOwn() {
        Exception failure = run((route, here, there) -> route.setHeader(Exchange.HTTP_URI)
                .constant("http://" + here + "/right")
                .to("vertx-http:http://" + here));

        assertThat(failure).isNull();
        assertThat(allowed.asked()).extracting(PeerRequest::path).containsExactly("/right");
    }

    @Test
    void keepsTheCheckOfAComponentUnderAnotherName() {
        camel.getRegistry().bind("mine", new CompositeHttpConfigurer());

        Exception failure = run((route, here, there) -> route.setHeader(Exchange.HTTP_URI)
                .constant("http://" + there + "/x")
                .to("web:" + here + "?httpClientConfigurer=#mine"));

        assertThat(failure).hasStackTraceContaining("only http: and https: take a client of your own");
        assertThat(other.asked()).isEmpty();
    }

    @Test
    void keepsTheCheckOfHttpWhateverClientItIsGiven() {
        camel.getRegistry().bind("mine", new CompositeHttpConfigurer());

        Exception failure = run((route, here, there) -> route.setHeader(Exchange.HTTP_URI)
                .constant("http://" + there + "/x")
                .to("http:" + here + "?httpClientConfigurer=#mine"));

        assertThat(failure).hasStackTraceContaining("the host 'localhost' may not be called from routes");
        assertThat(other.asked()).isEmpty();
    }

    @Test
    void endsTheRunForGood() {
        Exception failure = run((route, here, there) -> route.setHeader(Exchange.HTTP_URI)
                .constant("http://" + there + "/x")
                .to("http:" + here));

        assertThat(failure).isInstanceOf(PermanentException.class).hasMessageEndingWith("routes.allowed-hosts.");
    }

    private Exception run(Steps steps) {
        try {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    steps.add(from("direct:x"), at(ALLOWED, allowed), at(OTHER, other));
                }
            });
            camel.start();
        } catch (Exception e) {
            return e; // it is refused before a message is there
        }
        return camel.createProducerTemplate()
                .request("direct:x", exchange -> exchange.getMessage().setBody("x"))
                .getException();
    }
}
