package dev.aftertalk.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.aftertalk.sandbox.Peer;
import dev.aftertalk.sandbox.PeerAnswer;
import dev.aftertalk.sandbox.PeerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real HTTP server in front of one of the sandbox's peers. It remembers each request as it came over the wire, can be stopped and started
 * again on its port, and a test may have it answer otherwise.
 */
public class PeerServer implements AutoCloseable {

    /** A request that comes before the peer. */
    public interface Trouble {

        /** Returns true when it has dealt with the request. */
        boolean with(HttpExchange exchange, PeerRequest request) throws IOException;
    }

    private static final int KEPT = 10_000;
    private static final Trouble NONE = (exchange, request) -> false;

    private final int port;
    private final Deque<PeerRequest> asked = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Peer peer = request -> new PeerAnswer(200, "ok", Map.of());
    private volatile Trouble trouble = NONE;
    private HttpServer server;

    /**
     * Takes everything.
     *
     * @param port 0 for any that is free
     */
    public PeerServer(int port) {
        listen(port);
        this.port = server.getAddress().getPort();
    }

    private void listen(int where) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public PeerServer(int port, Peer peer) {
        this(port);
        serve(peer);
    }

    /** From now on answers as this one does. */
    protected final void serve(Peer next) {
        peer = next;
    }

    public final void start() {
        listen(port);
    }

    public final void stop() {
        server.stop(0);
    }

    public final String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Each request is first given to this one; null: to the peer alone. */
    public final void trouble(Trouble next) {
        trouble = next == null ? NONE : next;
    }

    /** What was asked, oldest first; of very many, the last ones. */
    public final List<PeerRequest> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    /** Forgets what was asked. */
    public final void forget() {
        synchronized (asked) {
            asked.clear();
        }
    }

    private void remember(PeerRequest request) {
        synchronized (asked) {
            asked.add(request);
            if (asked.size() > KEPT) {
                asked.removeFirst();
            }
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            PeerRequest request = request(exchange);
            remember(request);
            if (!trouble.with(exchange, request)) {
                give(exchange, peer.answer(request));
            }
        }
    }

    private static PeerRequest request(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
        if (headers.getOrDefault("Content-Type", "").startsWith("application/x-www-form-urlencoded")) {
            parameters.putAll(parameters(new String(body, StandardCharsets.UTF_8)));
        }
        return new PeerRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                headers,
                parameters,
                body,
                null);
    }

    /** The parameters of a query or of a form. */
    public static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : encoded == null ? new String[0] : encoded.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void give(HttpExchange exchange, PeerAnswer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        json(exchange, answer.status(), answer.json() == null ? "" : answer.json());
    }

    /** Answers so, with these headers and their values, and returns true. */
    public static boolean json(HttpExchange exchange, int status, String json, String... headers) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", PeerAnswer.TYPE);
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        return true;
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
