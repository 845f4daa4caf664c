package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.aftertalk.connectors.iadvize.RawPeer.Talk;
import dev.aftertalk.connectors.iadvize.VisitorAction.Outcome;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.testing.FreePort;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code iadvize-visitor-action.kamelet.yaml} makes of a peer that misbehaves below HTTP. */
class VisitorCallTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String VISITOR = "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":7,\"city\":\"Nantes\"}}";

    private static volatile Talk talk;
    private static RawPeer peer;
    private static VisitorAction action;

    /** Waits for nobody long; answers that come would be too late for it on a busy machine. */
    private static VisitorAction hasty;

    private final CountDownLatch end = new CountDownLatch(1);

    @BeforeAll
    static void start() throws IOException {
        peer = new RawPeer((socket, count) -> talk.answer(socket, count));
        action = new VisitorAction(
                "iadvize.rest.url=" + peer.url(), "iadvize.rest.api-key=the-key", "iadvize.max-connections=3");
        hasty = new VisitorAction(
                "iadvize.rest.url=" + peer.url(), "iadvize.rest.api-key=the-key", "iadvize.read-timeout=300ms");
    }

    @AfterAll
    static void stop() throws IOException {
        action.close();
        hasty.close();
        peer.close();
    }

    @AfterEach
    void letThePeerGo() {
        end.countDown();
    }

    @Test
    void isRetriedWhenTheConnectionIsResetInTheMiddleOfTheBody() {
        talk = (socket, count) -> {
            RawPeer.send(socket, HEAD + "Content-Length: 1000\r\n\r\n" + VISITOR);
            RawPeer.reset(socket);
        };
        assertThat(lookUp().fault()).isInstanceOf(IOException.class);
    }

    @Test
    void isRetriedWhenTheBodyIsCutOff() {
        talk = (socket, count) -> {
            RawPeer.send(socket, HEAD + "Content-Length: 1000\r\n\r\n" + VISITOR);
            socket.close();
        };
        assertThat(lookUp().fault()).isInstanceOf(IOException.class);
    }

    @Test
    void isRetriedWhenAChunkedBodyIsCutOff() {
        talk = (socket, count) -> {
            String chunk = Integer.toHexString(VISITOR.length()) + "\r\n" + VISITOR + "\r\n";
            RawPeer.send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk);
            socket.close();
        };
        assertThat(lookUp().fault()).isInstanceOf(IOException.class);
    }

    @Test
    void isRetriedWhenThePeerHangsUpWithoutAWord() {
        talk = (socket, count) -> socket.close();
        int before = peer.requests.get();

        assertThat(lookUp().fault()).isInstanceOf(IOException.class);
        assertThat(peer.requests.get() - before)
                .as("left to the ledger, not repeated at once")
                .isEqualTo(1);
    }

    @Test
    void isRetriedWhenThePeerDoesNotSpeakHttp() {
        talk = (socket, count) -> {
            RawPeer.send(socket, "SSH-2.0-OpenSSH_9.6\r\n\r\n");
            socket.close();
        };
        assertThat(lookUp().fault()).isInstanceOf(IOException.class);
    }

    @Test
    void isRetriedWhenThePeerKeepsSilent() {
        talk = (socket, count) -> end.await(60, TimeUnit.SECONDS);
        assertThat(hasty.lookUp("v2.conversation.closed").fault()).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void isRetriedWhenThePeerStopsInTheMiddleOfTheBody() {
        talk = (socket, count) -> {
            RawPeer.send(socket, HEAD + "Content-Length: 1000\r\n\r\n" + VISITOR);
            end.await(60, TimeUnit.SECONDS);
        };
        assertThat(hasty.lookUp("v2.conversation.closed").fault()).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void isRetriedWhenTheBodyTricklesForTooLong() {
        talk = (socket, count) -> {
            RawPeer.send(socket, HEAD + "Content-Length: 1000\r\n\r\n");
            while (!end.await(50, TimeUnit.MILLISECONDS)) {
                RawPeer.send(socket, " ");
            }
        };
        assertThat(hasty.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageContaining("took longer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 |O",
                HEAD + "X-Long: |x",
                HEAD + "|X-Many: 1\r\n",
                "|HTTP/1.1 100 Continue\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n1;long=|x",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n0\r\nX-Trailer: |x",
                HEAD + "Content-Encoding: gzip\r\nContent-Length: 9000\r\n\r\n\u001f\u008b\b\b\0\0\0\0\0\u0003|x"
            })
    void isRetriedWhenTheAnswerHasNoEndWhereverThatIs(String beginAndMore) {
        String[] parts = beginAndMore.split("\\|");
        talk = (socket, count) -> {
            RawPeer.send(socket, parts[0]);
            for (int i = 0; i < 400 && !end.await(50, TimeUnit.MILLISECONDS); i++) {
                RawPeer.send(socket, parts[1]);
            }
            socket.close();
        };
        assertThat(hasty.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("took longer");
    }

    @ParameterizedTest
    @CsvSource({"x, 100000", "'x\r\nX: ', 600"})
    void isRetriedWhenTheHeadIsTooLarge(String more, int times) {
        talk = (socket, count) -> {
            RawPeer.send(socket, HEAD + "X: " + more.repeat(times) + "\r\nContent-Length: 2\r\n\r\n{}");
            socket.close();
        };
        // a connection kept from the test before may have been closed meanwhile
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(lookUp().fault()).isInstanceOf(MessageConstraintException.class));
    }

    @Test
    void isRetriedWhenAgreeingUponTlsHasNoEnd() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                VisitorAction secure = new VisitorAction(
                        "iadvize.rest.url=https://localhost:" + server.getLocalPort(),
                        "iadvize.rest.api-key=the-key",
                        "iadvize.connect-timeout=300ms",
                        "iadvize.read-timeout=300ms")) {
            thread.submit(() -> {
                try (Socket socket = server.accept()) {
                    RawPeer.send(socket, "\u0016\u0003\u0003\u0020\0"); // the begin of a record of 8 KB
                    for (int i = 0; i < 400 && !end.await(50, TimeUnit.MILLISECONDS); i++) {
                        RawPeer.send(socket, "x");
                    }
                }
                return null;
            });
            assertThat(secure.lookUp("v2.conversation.closed").fault()).isInstanceOf(ConnectTimeoutException.class);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void isRetriedWhenNobodyListens() throws Exception {
        try (VisitorAction lonely = new VisitorAction(
                "iadvize.rest.url=http://127.0.0.1:" + FreePort.next() + "/api/2", "iadvize.rest.api-key=the-key")) {
            assertThat(lonely.lookUp("v2.conversation.closed").fault()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void callsNobodyWhoseCertificateCantBeChecked(@TempDir Path folder) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder.resolve("self-signed.p12"))));
        AtomicInteger asked = new AtomicInteger();
        server.createContext("/", exchange -> asked.incrementAndGet());
        server.start();
        try (VisitorAction secure = new VisitorAction(
                "iadvize.rest.url=https://localhost:" + server.getAddress().getPort(),
                "iadvize.rest.api-key=the-key")) {
            assertThat(secure.lookUp("v2.conversation.closed").fault()).isInstanceOf(SSLHandshakeException.class);
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void failsForGoodOnAnAnswerThatSaysItIsTooLarge() {
        talk = (socket, count) -> {
            RawPeer.send(socket, HEAD + "Content-Length: 6000000\r\n\r\n");
            end.await(60, TimeUnit.SECONDS);
        };
        assertThat(lookUp().fault()).isInstanceOf(PermanentException.class).hasMessageContaining("bytes");
    }

    @Test
    void failsForGoodOnAnAnswerThatTurnsOutTooLarge() {
        String chunk = "100000\r\n" + " ".repeat(0x100000) + "\r\n";
        talk = (socket, count) -> {
            RawPeer.send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            while (!socket.isClosed()) {
                RawPeer.send(socket, chunk);
            }
        };
        assertThat(lookUp().fault()).isInstanceOf(PermanentException.class).hasMessageContaining("bytes");
    }

    @Test
    void givesUpAConnectionAfterEachOfTheseFaults() {
        for (int i = 0; i < 10; i++) {
            failsForGoodOnAnAnswerThatSaysItIsTooLarge();
        }
        talk = (socket, count) -> RawPeer.sendJson(socket, VISITOR);
        assertThat(lookUp().visitor()).containsEntry("city", "Nantes");
    }

    @Test
    void takesACompleteChunkedAnswer() {
        talk = (socket, count) -> RawPeer.send(
                socket,
                HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n" + VISITOR.substring(0, 5) + "\r\n"
                        + Integer.toHexString(VISITOR.length() - 5) + "\r\n" + VISITOR.substring(5) + "\r\n0\r\n\r\n");
        assertThat(lookUp().visitor()).containsEntry("city", "Nantes");
    }

    @Test
    void doesNotTripOverAConnectionThatThePeerClosedMeanwhile() {
        CountDownLatch closed = new CountDownLatch(1);
        talk = (socket, count) -> {
            RawPeer.sendJson(socket, VISITOR);
            end.await(100, TimeUnit.MILLISECONDS);
            socket.close();
            closed.countDown();
        };
        assertThat(lookUp().visitor()).containsEntry("city", "Nantes");

        await().pollDelay(Duration.ofMillis(400)).atMost(Duration.ofSeconds(30)).until(() -> closed.getCount() == 0);
        assertThat(lookUp().visitor()).containsEntry("city", "Nantes");
    }

    @Test
    void holdsNoMoreConnectionsThanConfigured() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        talk = (socket, count) -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            two.countDown();
            two.await(30, TimeUnit.SECONDS);
            end.await(20, TimeUnit.MILLISECONDS);
            open.decrementAndGet();
            RawPeer.sendJson(socket, VISITOR);
        };
        ExecutorService threads = Executors.newFixedThreadPool(12);
        List<Future<Outcome>> runs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            runs.add(threads.submit(VisitorCallTest::lookUp));
        }
        for (Future<Outcome> run : runs) {
            assertThat(run.get(30, TimeUnit.SECONDS).visitor()).containsEntry("city", "Nantes");
        }
        threads.shutdown();
        assertThat(most.get()).isBetween(2, 3);
    }

    private static SSLContext selfSigned(Path file) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String[] make = {
            keytool,
            "-genkeypair",
            "-alias",
            "a",
            "-keyalg",
            "RSA",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            "changeit",
            "-keystore",
            file.toString()
        };
        assertThat(new ProcessBuilder(make).start().waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static Outcome lookUp() {
        return action.lookUp("v2.conversation.closed");
    }
}
