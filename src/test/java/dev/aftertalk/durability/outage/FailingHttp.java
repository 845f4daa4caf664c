package dev.aftertalk.durability.outage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A system spoken to over HTTP. What hangs or is answered 500 has not been done. */
final class FailingHttp extends FailingPeer {

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Answer answer;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    /** What it does while it is well. */
    interface Answer {
        void to(HttpExchange exchange, String body) throws IOException;
    }

    FailingHttp(String name, Answer answer) throws IOException {
        super(name);
        this.answer = answer;
        listen();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 1024);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    @Override
    void refuse() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Spell now = spell();
        calls().note();
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            switch (now.trouble()) {
                case NONE -> answer.to(exchange, body);
                case ERRORS -> respond(exchange, 500, "{}");
                default -> now.over().await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void respond(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() throws IOException {
        super.close();
        threads.shutdownNow();
    }
}
