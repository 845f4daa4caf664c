package dev.aftertalk.ledger.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.connectors.calls.PlainHttpComponent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an {@code http:} step behind {@code ledger:intent} may have done, when the server breaks off where it likes. */
class LostAnswersTest extends LedgerRoutes {

    private static final String TO = "to: {uri: \"%s\"}";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket server;

    @BeforeEach
    void listen() throws Exception {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.submit(() -> {
            while (!server.isClosed()) {
                Socket connection = server.accept();
                connections.add(connection);
                threads.submit(() -> serve(connection));
            }
            return null;
        });
        context.addComponent("http", new PlainHttpComponent());
        context.addComponent("https", new PlainHttpComponent());
        context.getCamelContextExtension().addInterceptStrategy(new RecordedSteps());
    }

    @AfterEach
    void stopListening() throws IOException {
        server.close();
        for (Socket each : connections) {
            each.close();
        }
        threads.shutdownNow();
    }

    /** Breaks off as the path of the request says. */
    private Void serve(Socket connection) throws IOException {
        try (connection) {
            String head = head(connection.getInputStream());
            requests.add(head.replaceFirst("(?s) HTTP/1.1\r\n.*", ""));
            if (head.contains("/resets")) {
                connection.setSoLinger(true, 0);
            } else if (head.contains("/cuts")) {
                send(connection, "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\nall of");
            } else if (head.contains("/keeps-silent")) {
                connection.getInputStream().read(); // until the client has gone
            } else if (head.contains("/answers-")) {
                String status = head.replaceFirst("(?s).*/answers-(\\d+).*", "$1");
                send(connection, "HTTP/1.1 " + status + " So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        }
        return null;
    }

    private static void send(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Of a request without a body. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0 && head.indexOf("\r\n\r\n") < 0; c = in.read()) {
            head.append((char) c);
            if (head.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        return head.toString();
    }

    /** A workflow that places an order by this step, unless it may have done so before. */
    private void startOrdering(String step, String uri) throws Exception {
        start(workflow(
                "?redeliveryDelay=10ms&maximumRedeliveries=2",
                """
                - choice:
                    when:
                      - simple: "${exchangeProperty.ledgerIntent} != null"
                        steps:
                          - to:
                              uri: ledger:dead
                              parameters:
                                reason: "may have been placed: ${exchangeProperty.ledgerIntent}"
                - setBody: {constant: ""}
                - removeHeaders: {pattern: "*"}
                - setHeader: {name: CamelHttpMethod, constant: POST}
                - to:
                    uri: ledger:intent
                    parameters:
                      target: "order ${exchangeProperty.ledgerEventId}"
                - %s
                """
                        .formatted(step.formatted(uri))));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    @ParameterizedTest
    @CsvSource({
        "/resets, to: {uri: \"%s\"}",
        "/closes, to: {uri: \"%s\"}",
        "/cuts, to: {uri: \"%s\"}",
        "/keeps-silent?responseTimeout=300, to: {uri: \"%s\"}",
        "/answers-504, to: {uri: \"%s\"}",
        "/resets, toD: {uri: \"%s?dummy=${exchangeProperty.ledgerWorkflow}\"}",
        "/answers-504, toD: {uri: \"%s\"}",
        "/resets, enrich: {constant: \"%s\"}",
        "/resets, recipientList: {constant: \"%s\"}",
        "/resets, routingSlip: {constant: \"%s\"}"
    })
    void asksOnceWhereTheAnswerIsLost(String path, String step) throws Exception {
        startOrdering(step, url(path));

        accept("e1");

        awaitState("e1", "dead");
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0)).startsWith("POST " + path.replaceFirst("\\?.*", ""));
        assertThat(run("e1"))
                .containsEntry("cause", "may have been placed: order e1")
                .containsEntry("intent", "order e1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {TO, "toD: {uri: \"%s\"}", "enrich: {constant: \"%s\"}", "recipientList: {constant: \"%s\"}"})
    void asksAgainWhereItWasRefusedOrNotConnected(String step) throws Exception {
        server.close();
        startOrdering(step, url("/"));

        accept("e1");

        awaitState("e1", "dead");
        assertGivenUp(run("e1"));
    }

    /** The exceptions are those of a lost answer, but TLS was not agreed upon yet. */
    @ParameterizedTest
    @ValueSource(strings = {TO, "toD: {uri: \"%s\"}"})
    void asksAgainWhereTheConnectionIsLostInTheTlsHandshake(String step) throws Exception {
        server.close();
        try (ServerSocket tls = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            threads.submit(() -> {
                while (!tls.isClosed()) {
                    try (Socket connection = tls.accept()) {
                        requests.add("hello " + connection.getInputStream().read());
                        connection.setSoLinger(true, 0);
                    }
                }
                return null;
            });
            startOrdering(step, "https://127.0.0.1:" + tls.getLocalPort() + "/");

            accept("e1");

            awaitState("e1", "dead");
            assertThat(requests).containsExactly("hello 22", "hello 22", "hello 22");
            assertGivenUp(run("e1"));
        }
    }

    @Test
    void asksAgainWhereTheHostIsNotKnown() throws Exception {
        startOrdering(TO, "http://no-such-host.invalid/");

        accept("e1");

        awaitState("e1", "dead");
        assertGivenUp(run("e1"));
    }

    /** A later step fails. */
    @ParameterizedTest
    @ValueSource(strings = {TO, "toD: {uri: \"%s\"}"})
    void tellsTheNextAttemptWhatIsKnownToBeDone(String step) throws Exception {
        step("fails", exchange -> {
            if (exchange.getProperty(LedgerConstants.ATTEMPT, Integer.class) == 1) {
                throw new IOException("later");
            }
        });
        start(workflow(
                "?redeliveryDelay=10ms",
                """
                - choice:
                    when:
                      - simple: "${exchangeProperty.ledgerIntent} != null"
                        steps:
                          - to: ledger:dead
                      - simple: "${exchangeProperty.ledgerIntents.isDone('order')} == false"
                        steps:
                          - setBody: {constant: ""}
                          - to:
                              uri: ledger:intent
                              parameters:
                                target: order
                          - %s
                - process: {ref: fails}
                """
                        .formatted(step.formatted(url("/answers-201")))));

        accept("e1");

        awaitState("e1", "done");
        assertThat(requests).hasSize(1);
        assertThat(run("e1")).containsEntry("attempt", 2);
    }

    /** An evaluated address that leads to a route: the call in it counts, and counts once. */
    @Test
    void leavesToTheRouteBehindAnEvaluatedAddressWhatItCalled() throws Exception {
        load(
                """
                - route:
                    id: places
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct:places
                      steps:
                        - to: {id: asks, uri: "%s"}
                """
                        .formatted(url("/answers-201")));
        startOrdering("toD: {uri: \"direct:${exchangeProperty.ledgerEventId.replace('e1','places')}\"}", "");

        accept("e1");

        awaitState("e1", "done");
        assertThat(requests).containsExactly("POST /answers-201");
        assertThat(run("e1").get("history").toString()).containsOnlyOnce("HTTP 201");
    }

    private static void assertGivenUp(Map<String, Object> run) {
        assertThat(run.get("cause").toString()).startsWith("Given up after 3 attempts: ");
        assertThat(run.get("intent")).isNull();
    }
}
