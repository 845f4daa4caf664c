package dev.aftertalk.connectors.iadvize;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A real HTTP server in iAdvize's place: it answers what a test tells it to and remembers what it was asked. */
final class IadvizePeer implements AutoCloseable {

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Integer> connections = ConcurrentHashMap.newKeySet();

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    volatile Function<Asked, Answer> rest;
    volatile Function<Asked, Answer> graphql;
    volatile Function<Asked, Answer> login;

    record Asked(String method, String path, String query, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.containsKey(name) ? String.join(",", headers.get(name)) : null;
        }

        /** A field of a form. */
        String field(String name) {
            for (String pair : body.split("&")) {
                if (pair.startsWith(name + "=")) {
                    return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                }
            }
            return null;
        }
    }

    record Answer(int status, String type, String body, Map<String, String> headers) {

        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body, Map.of());
        }

        static Answer file(int status, String name) {
            return json(status, Samples.text("api/" + name + ".json"));
        }

        static Answer token(String token, long seconds) {
            return json(
                    200,
                    "{\"access_token\":\"" + token + "\",\"expires_in\":" + seconds
                            + ",\"token_type\":\"Bearer\",\"refresh_token\":\"none\"}");
        }

        Answer with(String name, String value) {
            Map<String, String> all = new TreeMap<>(headers);
            all.put(name, value);
            return new Answer(status, type, body, all);
        }
    }

    IadvizePeer() {
        startOver();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/api/2/", exchange -> answer(exchange, rest));
        server.createContext("/graphql", exchange -> answer(exchange, graphql));
        server.createContext("/oauth2/token", exchange -> answer(exchange, login));
        server.start();
    }

    /** Forgets what was asked, and answers as iAdvize does when all is well. */
    void startOver() {
        asked.clear();
        rest = request -> Answer.file(200, "rest.visitor.get.success");
        graphql = request -> Answer.file(200, "graphql.conversation.response");
        login = request -> Answer.token("token-" + logins(), 86_400);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    long logins() {
        return asked("/oauth2/token").size();
    }

    int connections() {
        return connections.size();
    }

    List<Asked> asked(String pathStart) {
        return asked.stream().filter(a -> a.path().startsWith(pathStart)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, Function<Asked, Answer> how) throws IOException {
        try (exchange) {
            connections.add(exchange.getRemoteAddress().getPort());
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(exchange.getRequestHeaders());
            Asked request = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            asked.add(request);
            Answer answer = how.apply(request);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("X-Request-Id", "of-the-peer");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
