package dev.aftertalk.webhook;

import static dev.aftertalk.webhook.FrontDoor.SECRET;
import static dev.aftertalk.webhook.FrontDoor.assertProblem;
import static dev.aftertalk.webhook.FrontDoor.sign;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.webhook.RawHttp.Answer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

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
class BodiesTest {

    private static final byte[] EVENT = "{\"eventId\":\"1\"}".getBytes(UTF_8);
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

    @LocalServerPort
    private int port;

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
        assertProblem(RawHttp.send(port, head(path, "Content-Length: 65537")), 413);
        String chunk = "10001\r\n" + "x".repeat(65_537) + "\r\n";
        assertProblem(RawHttp.send(port, head(path, "Transfer-Encoding: chunked"), chunk), 413);
    }

    @Test
    void takesMoreBelowApiAndMostOnlyWhereItIsAllowed() throws Exception {
        String body = "\"" + "x".repeat(99_998) + "\"";
        String length = "Content-Length: " + body.length();
        assertThat(RawHttp.send(port, head("/api/echo", length), body).status()).isEqualTo(200);
        assertProblem(RawHttp.send(port, head("/form", length), body), 413);
        assertProblem(RawHttp.send(port, head("/api/echo", "Content-Length: 1048577")), 413);
        assertProblem(RawHttp.send(port, head("/webhooks/iadvize", "Content-Length: 262145")), 413);
        assertProblem(RawHttp.send(port, head("/x/..//webhooks/%69advize;a=b", length), body), 401);
    }

    @Test
    void takesNoJsonBelowApiThatIsNotUtf8() throws Exception {
        byte[] latin = "{\"a\":\"caf\u00e9\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertProblem(RawHttp.send(port, head("/api/echo", "Content-Length: " + latin.length), latin), 400);
        byte[] wide = "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
        assertProblem(RawHttp.send(port, head("/api/echo", "Content-Length: " + wide.length), wide), 400);
    }

    @Test
    void holdsNoThreadForBodiesThatDontComeAndRefusesThoseItHasNoPlaceFor() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            takeAllPlaces(slow);
            for (int n = 0; n < 5; n++) {
                Socket chunked = open();
                slow.add(chunked);
                send(chunked, head("/webhooks/iadvize", "Transfer-Encoding: chunked") + "5");
            }
            // Each of the two threads would be held by the first of them.
            assertThat(RawHttp.send(port, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            // On a machine that stood still meanwhile the first of them have been given up already.
            Answer refused = await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> {
                                takeAllPlaces(slow);
                                return RawHttp.send(port, head("/form", "Content-Length: 1000") + "a=");
                            },
                            answer -> answer.status() != 408);
            assertProblem(refused, 503);
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            // What comes whole needs no place.
            assertThat(RawHttp.send(port, head("/api/echo", "Content-Length: 2"), "{}")
                            .status())
                    .isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        // Who goes away leaves its place.
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() ->
                        assertProblem(RawHttp.send(port, head("/form", "Content-Length: 1000"), new byte[100]), 408));
    }

    @Test
    void neverTakesTheRestOfARefusedBodyForARequest() throws Exception {
        String hidden = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Socket socket = open()) {
            send(socket, "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n" + hidden + hidden);
            assertThat(new String(read(socket), UTF_8)).contains("HTTP/1.1 413").doesNotContain("UP");
        }
    }

    private void takeAllPlaces(List<Socket> slow) throws IOException {
        for (int n = 0; n < 20; n++) {
            Socket socket = open();
            slow.add(socket);
            send(socket, head("/form", "Content-Length: 1000") + "a=");
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
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
