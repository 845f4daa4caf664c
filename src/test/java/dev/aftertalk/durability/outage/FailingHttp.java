package dev.aftertalk.durability.outage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.aftertalk.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A system spoken to over HTTP. What hangs or is answered 500 has not been done. */
final class FailingHttp implements FailingPeer {

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String name;
    private final Answer answer;
    private final int port;
    private final Calls calls = new Calls();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Trouble trouble = Trouble.NONE;
    private volatile CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    /** What it does while it is well. */
    interface Answer {
        void to(HttpExchange exchange, String body) throws IOException;
    }

    FailingHttp(String name, Answer answer) throws IOException {
        this.name = name;
        this.answer = answer;
        this.port = FreePort.next();
        start();
    }

    @Override
    public String name() {
        return name;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public Calls calls() {
        return calls;
    }

    @Override
    public void trouble(Trouble next) throws IOException {
        Trouble before = trouble;
        CountDownLatch hanging = over;
        over = new CountDownLatch(1);
        trouble = next;
        hanging.countDown();
        if (before == Trouble.REFUSED && next != Trouble.REFUSED) {
            start();
        } else if (next == Trouble.REFUSED && before != Trouble.REFUSED) {
            server.stop(0);
        }
    }

    private void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        CountDownLatch hang = over;
        Trouble now = trouble;
        calls.note();
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            switch (now) {
                case NONE -> answer.to(exchange, body);
                case ERRORS -> respond(exchange, 500, "{}");
                default -> hang.await();
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
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
