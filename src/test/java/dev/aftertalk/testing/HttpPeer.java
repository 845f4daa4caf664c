package dev.aftertalk.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An HTTP server that takes everything with {@code 200 ok}, keeps what it was sent, and can be stopped and started again on its port. */
public final class HttpPeer implements AutoCloseable {

    /** What was asked. */
    public record Request(String method, String uri, String body) {}

    private final int port;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    public HttpPeer() throws IOException {
        port = FreePort.next();
    }

    public void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        server.createContext("/", this::take);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Oldest first. */
    public Queue<Request> requests() {
        return requests;
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), body));
        byte[] answer = "ok".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
