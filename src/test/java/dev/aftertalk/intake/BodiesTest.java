package dev.aftertalk.intake;

import static dev.aftertalk.intake.FrontDoor.SECRET;
import static dev.aftertalk.intake.FrontDoor.assertProblem;
import static dev.aftertalk.intake.FrontDoor.sign;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.intake.health.ConnectorProbe;
import dev.aftertalk.testing.RawExchange;
import dev.aftertalk.testing.RawExchange.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** How bodies come in, at every address: in pieces, slowly, too large, one request after the other. The server has two threads. */
@SpringBootTest(
        classes = FrontDoor.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "iadvize.webhook.secrets=yourSecretToken",
            "aftertalk.web.body-timeout=2s",
            "aftertalk.web.max-arriving=20",
            "server.tomcat.threads.max=2"
        })
@ExtendWith(OutputCaptureExtension.class)
class BodiesTest {

    private static final byte[] EVENT = "{\"eventId\":\"1\"}".getBytes(UTF_8);
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @LocalServerPort
    private int port;

    @Autowired
    private ConnectorProbe probe;

    @Autowired
    private ArrivingBodies bodies;

    @Autowired
    private FrontDoor.Behind behind;

    @Autowired
    private FrontDoor.Gate gate;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private ServletWebServerApplicationContext context;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 15\r\n\r\n|a=1&b=caf%C3%A9",
                "Content-Length: 15\r\n\r\na=1|&b=c|af%C3|%A9",
                "Expect: 100-continue\r\nContent-Length: 15\r\n\r\n|a=1&b=caf%C3%A9",
                "Transfer-Encoding: chunked\r\n\r\n3\r\na=1\r\nc\r\n&b=caf%C3%A9\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n3|\r\na=|1\r|\nc\r\n&b=caf%C3%A9\r\n|0\r\n|\r\n"
            })
    void takesAFormInPieces(String pieces) throws IOException {
        try (Socket socket = open()) {
            send(socket, "POST /form HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + FORM);
            for (String piece : pieces.split("\\|")) {
                send(socket, piece);
            }
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer).contains("HTTP/1.1 200").endsWith("1 caf\u00e9");
            assertThat(answer.contains("100 Continue") || answer.startsWith("HTTP/1.1 100"))
                    .isEqualTo(pieces.startsWith("Expect"));
        }
    }

    @Test
    void takesAMultipartFormInPieces() throws IOException {
        String part = "--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
        String body = part.formatted("a", "1") + part.formatted("b", "2") + "--x--\r\n";
        try (Socket socket = open()) {
            send(
                    socket,
                    "POST /form HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=x"
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body.substring(0, 40));
            send(socket, body.substring(40));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .contains("HTTP/1.1 200")
                    .endsWith("1 2");
        }
    }

    @Test
    void answersRequestsOfOneConnectionOneAfterTheOther() throws Exception {
        byte[] large = "{\"eventId\":\"1\",\"x\":\"%s\"}"
                .formatted("y".repeat(100_000))
                .getBytes(UTF_8);
        try (Socket socket = open()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] event : new byte[][] {EVENT, large, EVENT, EVENT}) {
                all.writeBytes(
                        ("POST /webhooks/iadvize HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        + WebhookFilter.SIGNATURE + ": " + sign(SECRET, event) + "\r\nContent-Length: "
                                        + event.length + "\r\n\r\n")
                                .getBytes(UTF_8));
                all.writeBytes(event);
            }
            all.writeBytes("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
            socket.getOutputStream().write(all.toByteArray());
            String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answers.split("HTTP/1.1 202", -1)).hasSize(5);
            assertThat(answers).endsWith("{\"status\":\"UP\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 7\r\n\r\n|a=1&b=2",
                "Transfer-Encoding: chunked\r\n\r\n|7\r\na=1&b=2\r\n0\r\n\r\n"
            })
    void answersASenderThatClosesItsSideRightAfterTheBody(String body) throws IOException {
        for (String form : new String[] {body.replace("|", ""), body}) {
            for (int n = 0; n < 20; n++) {
                try (Socket socket = open()) {
                    String[] pieces = form.split("\\|");
                    for (String piece : pieces) {
                        boolean first = piece == pieces[0];
                        send(socket, (first ? "POST /form HTTP/1.1\r\nHost: localhost\r\n" + FORM : "") + piece);
                    }
                    socket.shutdownOutput();
                    assertThat(new String(read(socket), UTF_8))
                            .contains("HTTP/1.1 200")
                            .endsWith("1 2");
                }
            }
        }
    }

    @Test
    void answersAChunkedRequestBeforeTheNextOneOfItsConnection() throws IOException {
        String next = "GET /health HTTP/1.1\r\nHost: localhost\r\n";
        for (int n = 0; n < 20; n++) {
            try (Socket socket = open()) {
                send(
                        socket,
                        "POST /form HTTP/1.1\r\nHost: localhost\r\n" + FORM
                                + "Transfer-Encoding: chunked\r\n\r\n7\r\na=1&b=2\r\n0\r\n\r\n");
                send(socket, next);
                send(socket, "Connection: close\r\n\r\n");
                assertThat(new String(read(socket), UTF_8))
                        .containsSubsequence("HTTP/1.1 200", "1 2HTTP/1.1 200", "{\"status\":\"UP\"}");
            }
        }
    }

    @Test
    void leavesNoTraceOfWhoResetsTheConnection(CapturedOutput output) throws IOException {
        for (int n = 0; n < 20; n++) {
            try (Socket socket = open()) {
                send(
                        socket,
                        "POST /form HTTP/1.1\r\nHost: localhost\r\n" + FORM
                                + "Transfer-Encoding: chunked\r\n\r\n7\r\na=1&b=2\r\n0\r\n\r\n");
                socket.setSoLinger(true, 0);
            }
        }
        assertThat(RawExchange.send(port, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .status())
                .isEqualTo(200);
        assertThat(output).doesNotContain("ERROR").doesNotContain("\tat ");
    }

    @Test
    void answers408ToWhoTakesTooLongHoweverSteadily() {
        List<String> paths = List.of("/form", "/webhooks/iadvize", "/api/echo", "/health", "/nothing");
        ExecutorService senders = Executors.newFixedThreadPool(paths.size());
        try {
            List<CompletableFuture<Void>> all = paths.stream()
                    .map(path -> CompletableFuture.runAsync(() -> answers408(path), senders))
                    .toList();
            all.forEach(CompletableFuture::join);
        } finally {
            senders.shutdownNow();
        }
    }

    private void answers408(String path) {
        try (Socket socket = open()) {
            send(socket, head(path, "Content-Length: 60000"));
            Thread trickle = new Thread(() -> trickle(socket));
            trickle.start();
            Answer answer = Answer.parse(read(socket));
            assertProblem(answer, 408);
            assertThat(answer.header("Connection")).as(path).isEqualTo("close");
            trickle.join();
        } catch (Exception e) {
            throw new IllegalStateException(path, e);
        }
    }

    private static void trickle(Socket socket) {
        try {
            while (true) {
                send(socket, " ");
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            }
        } catch (IOException e) {
            // The server has had enough.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/form", "/survey/x", "/health", "/webhooks/other"})
    void answers413AtOnceToAFormOverItsBound(String path) throws Exception {
        assertProblem(RawExchange.send(port, head(path, "Content-Length: 65537")), 413);
        String chunk = "10001\r\n" + "x".repeat(65_537) + "\r\n";
        assertProblem(RawExchange.send(port, head(path, "Transfer-Encoding: chunked"), chunk), 413);
    }

    @Test
    void takesMoreBelowApiAndMostOnlyWhereItIsAllowed() throws Exception {
        String body = "\"" + "x".repeat(99_998) + "\"";
        String length = "Content-Length: " + body.length();
        assertThat(RawExchange.send(port, head("/api/echo", length), body).status())
                .isEqualTo(200);
        assertProblem(RawExchange.send(port, head("/form", length), body), 413);
        assertProblem(RawExchange.send(port, head("/api/echo", "Content-Length: 1048577")), 413);
        assertProblem(RawExchange.send(port, head("/webhooks/iadvize", "Content-Length: 262145")), 413);
        assertProblem(RawExchange.send(port, head("/x/..//webhooks/%69advize;a=b", length), body), 401);
    }

    @Test
    void takesNoJsonBelowApiThatIsNotUtf8() throws Exception {
        byte[] latin = "{\"a\":\"caf\u00e9\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertProblem(RawExchange.send(port, head("/api/echo", "Content-Length: " + latin.length), latin), 400);
        byte[] wide = "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
        assertProblem(RawExchange.send(port, head("/api/echo", "Content-Length: " + wide.length), wide), 400);
    }

    @Test
    void holdsNoThreadForBodiesThatDontComeAndRefusesThoseItHasNoPlaceFor() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            takeAllPlaces(slow, "/form");
            for (int n = 0; n < 5; n++) {
                Socket chunked = open();
                slow.add(chunked);
                send(chunked, head("/webhooks/iadvize", "Transfer-Encoding: chunked") + "5");
            }
            // Each of the two threads would be held by the first of them.
            assertThat(RawExchange.send(port, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            // On a machine that stood still meanwhile the first of them have been given up already.
            Answer refused = await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> {
                                takeAllPlaces(slow, "/form");
                                return RawExchange.send(port, head("/form", "Content-Length: 1000") + "a=");
                            },
                            answer -> answer.status() != 408);
            assertProblem(refused, 503);
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            // What comes whole needs no place.
            assertThat(RawExchange.send(port, head("/api/echo", "Content-Length: 2"), "{}")
                            .status())
                    .isEqualTo(200);
        } finally {
            closeAll(slow);
        }
        // Who goes away leaves its place.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertProblem(
                        RawExchange.send(port, head("/form", "Content-Length: 1000"), new byte[100]), 408));
    }

    @Test
    void answersItsOwnQuestionOnlyWhileThereIsAPlaceForABodyAndAThread() throws Exception {
        assertThat(probe.fault(PATIENCE)).isNull();
        List<Socket> slow = new ArrayList<>();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                takeAllPlaces(slow, "/webhooks/iadvize");
                return "it answers 503".equals(probe.fault(PATIENCE));
            });
            assertThat(probe.fault(PATIENCE)).as("the others' places are free").isNotNull();
        } finally {
            closeAll(slow);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> probe.fault(PATIENCE) == null);

        try (Socket one = open();
                Socket other = open()) {
            behind.block();
            for (Socket busy : List.of(one, other)) {
                send(
                        busy,
                        head(
                                        "/webhooks/iadvize",
                                        WebhookFilter.SIGNATURE + ": " + sign(SECRET, EVENT) + "\r\nContent-Length: "
                                                + EVENT.length)
                                + new String(EVENT, UTF_8));
            }
            behind.awaitBlocked(2);
            assertThat(probe.fault(Duration.ofMillis(300))).startsWith("no answer within 300 ms");
        } finally {
            behind.unblock();
        }
        assertThat(probe.fault(PATIENCE)).isNull();
    }

    @Test
    void asksItselfWithoutATrace() throws Exception {
        double refused = refusals();
        behind.received.clear();
        gate.open.set(false);
        assertThat(probe.fault(PATIENCE)).isEqualTo("it answers 503");
        gate.open.set(true);
        assertThat(probe.fault(PATIENCE)).isNull();
        assertThat(refusals()).isEqualTo(refused);
        assertThat(behind.received).isEmpty();
        // A stranger's is none.
        assertProblem(
                RawExchange.send(port, head("/webhooks/iadvize", "x-aftertalk-probe: x\r\nContent-Length: 1"), "?"),
                401);
    }

    @Test
    void noticesAConnectorThatHasStoppedTaking() {
        Connector connector =
                ((TomcatWebServer) context.getWebServer()).getTomcat().getConnector();
        connector.pause();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> probe.fault(Duration.ofMillis(300)) != null);
        } finally {
            connector.resume();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> probe.fault(PATIENCE) == null);
    }

    private double refusals() {
        return meters.find("aftertalk.webhook.rejected").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum()
                + meters.find("aftertalk.web.refused").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum();
    }

    /** What a body costs is what has come of it. */
    @Test
    void aBodyTakesNoMoreMemoryThanHasCome() throws Exception {
        MeterRegistry gauges = new SimpleMeterRegistry();
        bodies.bindTo(gauges);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int n = 0; n < 15; n++) {
                Socket socket = open();
                slow.add(socket);
                send(socket, head("/webhooks/iadvize", "Content-Length: 262144") + "{");
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> arriving(gauges, "aftertalk.web.arriving") == 15);
            assertThat(arriving(gauges, "aftertalk.web.arriving.size")).isLessThanOrEqualTo(15 * 2048);
            send(slow.get(0), "x".repeat(50_000));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> arriving(gauges, "aftertalk.web.arriving.size") > 50_000);
            assertThat(arriving(gauges, "aftertalk.web.arriving.size")).isLessThanOrEqualTo(2 * 50_001 + 15 * 2048);
        } finally {
            closeAll(slow);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> arriving(gauges, "aftertalk.web.arriving") == 0);
        assertThat(arriving(gauges, "aftertalk.web.arriving.size")).isZero();
    }

    private static double arriving(MeterRegistry gauges, String gauge) {
        return gauges.get(gauge).tag("address", "webhook").gauge().value();
    }

    @Test
    void keepsAThreadForTheWebhookAndTheHealthChecksHoweverSlowEverythingElseIs() throws Exception {
        try (Socket page = open()) {
            behind.block();
            send(page, "GET /blocks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            behind.awaitBlocked(1);
            Answer refused =
                    RawExchange.send(port, "GET /fails HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertProblem(refused, 503);
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            assertThat(RawExchange.send(port, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(probe.fault(PATIENCE)).isNull();
        } finally {
            behind.unblock();
        }
    }

    @Test
    void neverTakesTheRestOfARefusedBodyForARequest() throws Exception {
        String hidden = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Socket socket = open()) {
            send(socket, "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n" + hidden + hidden);
            assertThat(new String(read(socket), UTF_8)).contains("HTTP/1.1 413").doesNotContain("UP");
        }
    }

    private void takeAllPlaces(List<Socket> slow, String path) throws IOException {
        for (int n = 0; n < 20; n++) {
            Socket socket = open();
            slow.add(socket);
            send(socket, head(path, "Content-Length: 1000") + "a=");
        }
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    private static byte[] read(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.write(next);
            }
        } catch (java.net.SocketException e) {
            // Closed with some of our bytes unread.
        }
        return all.toByteArray();
    }

    private static String head(String path, String length) {
        return "POST " + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n" + length
                + "\r\n\r\n";
    }
}
