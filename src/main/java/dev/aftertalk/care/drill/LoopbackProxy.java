package dev.aftertalk.care.drill;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.aftertalk.connectors.detour.HttpDetour;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLHandshakeException;

/**
 * Stands before one system on this machine's loopback address, and hands over each call as it is: the headers with the secrets too, over TLS
 * where the system has it, whose certificate is checked as ever.
 */
final class LoopbackProxy implements AutoCloseable {

    /** What says something of one connection only, or is made anew. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "date",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            HttpDetour.CALLER.toLowerCase(Locale.ROOT));

    private static final Duration LONGEST_CALL = Duration.ofMinutes(2);
    private static final int LONGEST_GOODBYE = 15;
    private static final int BAD_GATEWAY = 502;

    static {
        // Without it, the kernel holds back the second packet of an answer for 40 ms.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final URI origin;
    private final Treatment treatment;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "drill");
        thread.setDaemon(true);
        return thread;
    });

    /** What is done with a call. */
    @FunctionalInterface
    interface Treatment {

        /** @throws IOException when the connection is to break */
        void of(Call call) throws IOException, InterruptedException;
    }

    /** @param origin scheme, host and port of the system */
    LoopbackProxy(URI origin, Treatment treatment) throws IOException {
        this.origin = origin;
        this.treatment = treatment;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            treatment.of(new Call(exchange, exchange.getRequestBody().readAllBytes()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A call under way. Its connection breaks unless it is answered. */
    final class Call {

        private final HttpExchange exchange;
        private final byte[] body;

        private Call(HttpExchange exchange, byte[] body) {
            this.exchange = exchange;
            this.body = body;
        }

        /** The run it is made for; null for none. */
        String caller() {
            return exchange.getRequestHeaders().getFirst(HttpDetour.CALLER);
        }

        String method() {
            return exchange.getRequestMethod();
        }

        String path() {
            return exchange.getRequestURI().getPath();
        }

        /** Has the system itself answer. */
        HttpResponse<byte[]> ask() throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(origin + exchange.getRequestURI().toString()))
                    .timeout(LONGEST_CALL)
                    .method(method(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (isOfTheMessage(name)) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }

        /** The same, where one that can't be reached is no broken answer: nothing was sent to it. */
        HttpResponse<byte[]> askOrSay() throws IOException, InterruptedException {
            try {
                return ask();
            } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
                send(BAD_GATEWAY, new byte[0], 0);
                throw e;
            }
        }

        void answer(HttpResponse<byte[]> answer) throws IOException {
            copyHeaders(answer);
            send(answer.statusCode(), answer.body(), answer.body().length);
        }

        /** Sends half of it. */
        void cut(HttpResponse<byte[]> answer) throws IOException {
            if (answer.body().length > 0) {
                copyHeaders(answer);
                send(answer.statusCode(), answer.body(), answer.body().length / 2);
            }
            throw new IOException("Cut");
        }

        void answer(SystemAnswers.Answer answer) throws IOException {
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            send(answer.status(), answer.body(), answer.body().length);
        }

        private void copyHeaders(HttpResponse<byte[]> answer) {
            Headers headers = exchange.getResponseHeaders();
            answer.headers().map().forEach((name, values) -> {
                if (isOfTheMessage(name)) {
                    headers.put(name, List.copyOf(values));
                }
            });
        }

        /** @param sent how much of the body, and the rest never */
        private void send(int status, byte[] whole, int sent) throws IOException {
            exchange.sendResponseHeaders(status, whole.length == 0 ? -1 : whole.length);
            if (whole.length > 0) {
                OutputStream out = exchange.getResponseBody();
                out.write(whole, 0, sent);
                out.flush();
            }
        }
    }

    private static boolean isOfTheMessage(String header) {
        return !header.startsWith(":") && !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    /** Takes no more calls; those under way come to their end. */
    @Override
    public void close() {
        Thread end = new Thread(
                () -> {
                    server.stop(LONGEST_GOODBYE);
                    threads.shutdownNow();
                },
                "drill-end");
        end.setDaemon(true);
        end.start();
    }
}
