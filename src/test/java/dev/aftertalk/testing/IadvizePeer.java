package dev.aftertalk.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * iAdvize's REST API: every visitor is there, with the address {@code v<id>@visitors.test}. It can be stopped and started again on its
 * port, and told to answer with an error.
 */
public final class IadvizePeer implements AutoCloseable {

    private final int port;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Answer answer = IadvizePeer::visitor;
    private volatile Duration delay = Duration.ZERO;
    private HttpServer server;

    /** What the peer does with a request. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public IadvizePeer() throws IOException {
        this(FreePort.next());
    }

    public IadvizePeer(int port) throws IOException {
        this.port = port;
        start();
    }

    public void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            hold();
            answer.to(exchange);
        });
        server.start();
    }

    public void stop() {
        server.stop(0);
    }

    /** From now on answers so; null: as usual. */
    public void answer(Answer with) {
        answer = with == null ? IadvizePeer::visitor : with;
    }

    /** From now on takes so long for each answer. */
    public void delay(Duration each) {
        delay = each;
    }

    private void hold() {
        LockSupport.parkNanos(delay.toNanos());
    }

    /** Method and path of each request, oldest first. */
    public Queue<String> requests() {
        return requests;
    }

    public String restUrl() {
        return "http://127.0.0.1:" + port + "/api/2";
    }

    private static void visitor(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        respond(
                exchange,
                200,
                """
                {"meta":{"status":"success"},"data":{"id":"%1$s","email":"v%1$s@visitors.test","firstname":"Vera","lastname":"Test"}}"""
                        .formatted(id));
    }

    public static void respond(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
