package dev.aftertalk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class WebhookRouteTest {

    private final WebhookRoute webhook = new WebhookRoute();
    private final CamelContext camel = new DefaultCamelContext();
    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", WebhookRoute.PATH);
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final AtomicReference<Thread> answering = new AtomicReference<>();

    private boolean isHandedOn;

    @BeforeEach
    void start() throws Exception {
        camel.getRegistry().bind("platform-http-engine", new WebhookEngine(0, new SimpleAsyncTaskExecutor(), webhook));
        request.setContentType("application/json");
        request.setContent("{}".getBytes());
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void addRoute(String path) throws Exception {
        addRoute(path, "webhook");
    }

    private void addRoute(String path, String id) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:" + path)
                        .routeId(id)
                        .process(exchange -> {
                            answering.set(Thread.currentThread());
                            exchange.getMessage()
                                    .setBody(
                                            id + " got " + exchange.getMessage().getBody(String.class));
                        })
                        .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(202));
            }
        });
    }

    private void answer() throws Exception {
        isHandedOn = false;
        webhook.answer(request, response, (asked, answer) -> isHandedOn = true);
    }

    @Test
    void answersOnTheThreadThatAsks() throws Exception {
        addRoute(WebhookRoute.PATH);
        answer();
        assertThat(response.getStatus()).isEqualTo(202);
        assertThat(response.getContentAsString()).isEqualTo("webhook got {}");
        assertThat(answering).hasValue(Thread.currentThread());
    }

    @Test
    void answers503WhileTheRouteIsSuspended() throws Exception {
        addRoute(WebhookRoute.PATH);
        camel.getRouteController().suspendRoute("webhook");
        answer();
        assertThat(response.getStatus()).isEqualTo(503);
    }

    @Test
    void leavesOtherPathsAlone() throws Exception {
        addRoute("/webhooks/another");
        answer();
        assertThat(isHandedOn).isTrue();
    }

    /** It would acknowledge events that it does not store. */
    @ParameterizedTest
    @ValueSource(strings = {"httpMethodRestrict=GET", "httpMethodRestrict=GET,PUT", "consumes=text/plain"})
    void handsNoWebhookToARouteForOtherRequestsToThePath(String options) throws Exception {
        addRoute(WebhookRoute.PATH + "?httpMethodRestrict=GET, POST&consumes=application/json");
        addRoute(WebhookRoute.PATH + "?" + options, "another");
        answer();
        assertThat(response.getContentAsString()).isEqualTo("webhook got {}");
        camel.getRouteController().stopRoute("webhook");
        answer();
        assertThat(isHandedOn).isTrue();
    }

    @Test
    void doesNothingOnceTheRouteIsGone() throws Exception {
        addRoute(WebhookRoute.PATH);
        camel.getRouteController().stopRoute("webhook");
        answer();
        assertThat(isHandedOn).isTrue();
        camel.getRouteController().startRoute("webhook");
        answer();
        assertThat(isHandedOn).isFalse();
        assertThat(response.getStatus()).isEqualTo(202);
    }
}
