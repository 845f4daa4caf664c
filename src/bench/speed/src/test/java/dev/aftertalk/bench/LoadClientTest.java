package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.bench.Events.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server of sockets, which answers as servers may. */
class LoadClientTest {

    private static final String ACCEPTED = "HTTP/1.1 202 \r\nContent-Length: 2\r\n\r\nok";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final ServerSocket server = new ServerSocket();

    LoadClientTest() throws IOException {
        server.bind(Loopback.at(0));
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void keepsItsConnectionsAndPostsEachEventOnce() {
        answer((out, request) -> write(out, ACCEPTED));
        Load load = closedLoop(500, 4);
        assertThat(load.acknowledged()).hasSize(500);
        assertThat(requests).hasValue(500);
        assertThat(connections).hasValue(4);
    }

    @Test
    void waitsForAnAnswerThatComesInPieces() {
        answer((out, request) -> {
            for (char part : ACCEPTED.toCharArray()) {
                write(out, String.valueOf(part));
            }
        });
        assertThat(closedLoop(20, 2).acknowledged()).hasSize(20);
        assertThat(connections).hasValue(2);
    }

    @Test
    void takesNoAnswerForTheNextRequestsToo() {
        answer((out, request) -> write(out, request == 1 ? ACCEPTED + ACCEPTED : ACCEPTED));
        Load load = closedLoop(10, 1);
        assertThat(load.acknowledged()).hasSize(9);
        assertThat(load.errors()).isEqualTo(1);
        assertThat(requests).hasValue(10);
    }

    @Test
    void passesOverAnInterimAnswer() {
        answer((out, request) -> write(out, "HTTP/1.1 100 Continue\r\n\r\n" + ACCEPTED));
        assertThat(closedLoop(3, 1).acknowledged()).hasSize(3);
    }

    @Test
    void countsWhatIsRefusedOrNotAnswered() {
        answer((out, request) -> {
            if (request % 2 == 0) {
                write(out, "HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n");
            } else {
                out.close();
            }
        });
        Load load = closedLoop(10, 1);
        assertThat(load.errors()).isEqualTo(10);
        assertThat(load.acknowledged()).isEmpty();
    }

    @Test
    void opensAnotherConnectionWhereTheServerEndedOne() {
        answer((out, request) -> {
            write(out, "HTTP/1.1 202 \r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            out.close();
        });
        assertThat(closedLoop(10, 1).acknowledged()).hasSize(10);
        assertThat(connections).hasValue(10);
    }

    @Test
    void countsFromWhenAnEventWasDueAndKeepsPostingWhileTheServerHesitates() throws InterruptedException {
        CountDownLatch allPosted = new CountDownLatch(50);
        answer((out, request) -> {
            allPosted.countDown();
            await(allPosted);
            write(out, ACCEPTED);
        });
        Load load = LoadClient.openLoop(List.of(server.getLocalPort()), events(50), 500, false);
        assertThat(load.acknowledged()).hasSize(50);
        assertThat(connections).as("one for each that waited").hasValue(50);
        // The last one was due 98 ms after the first, and only then was any answered.
        assertThat(Statistics.percentile(load.latencies(), 1)).isGreaterThan(97);
        assertThat(load.acknowledged().get(49).due() - load.begin()).isEqualTo(98_000_000);
    }

    @Test
    void sharesEventsOutEvenlyBetweenServersAlsoAtALowRate() throws IOException {
        try (ServerSocket another = new ServerSocket()) {
            another.bind(Loopback.at(0));
            AtomicInteger ofAnother = new AtomicInteger();
            answer(server, (out, request) -> write(out, ACCEPTED));
            answer(another, (out, request) -> {
                ofAnother.incrementAndGet();
                write(out, ACCEPTED);
            });
            List<Integer> ports = List.of(server.getLocalPort(), another.getLocalPort());
            assertThat(LoadClient.openLoop(ports, events(100), 200, false).acknowledged())
                    .hasSize(100);
            assertThat(ofAnother.get()).isBetween(40, 60);
        }
    }

    @Test
    void stopsAtTheFirstFaultWhenItShall() {
        answer((out, request) -> {
            if (request < 5) {
                write(out, ACCEPTED);
            } else {
                out.close();
            }
        });
        Load load = LoadClient.openLoop(List.of(server.getLocalPort()), events(1000), 200, true);
        assertThat(load.acknowledged()).hasSize(4);
        assertThat(load.posted()).isLessThan(1000);
    }

    @Test
    void endsWhenNobodyListens() throws IOException {
        server.close();
        assertThat(closedLoop(5, 2).errors()).isEqualTo(5);
    }

    private Load closedLoop(int count, int connections) {
        return LoadClient.closedLoop(
                List.of(server.getLocalPort()), events(count), connections, Duration.ofSeconds(30));
    }

    private static List<Event> events(int count) {
        return new Events().requests(count, "/webhook", Events.CLOSED);
    }

    private interface Answer {
        void to(OutputStream out, int request) throws IOException;
    }

    private void answer(Answer answer) {
        answer(server, answer);
    }

    private void answer(ServerSocket at, Answer answer) {
        threads.submit(() -> {
            while (true) {
                Socket socket = at.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                threads.submit(() -> serve(socket, answer));
            }
        });
    }

    private Void serve(Socket socket, Answer answer) throws IOException {
        byte[] bytes = new byte[8192];
        int length = 0;
        while (true) {
            int read = socket.getInputStream().read(bytes, length, bytes.length - length);
            if (read < 0) {
                return null;
            }
            length += read;
            HttpFrame request = HttpFrame.of(bytes, 0, length);
            if (request != null) {
                length -= request.bytes();
                answer.to(socket.getOutputStream(), requests.incrementAndGet());
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
