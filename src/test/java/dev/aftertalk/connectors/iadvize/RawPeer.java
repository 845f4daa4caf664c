package dev.aftertalk.connectors.iadvize;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer that speaks to its sockets as it likes: cuts off, resets, trickles, keeps silent. */
final class RawPeer implements AutoCloseable {

    /** What to do with a connection on which one more request has come. */
    interface Talk {
        void answer(Socket socket, int requestOfThisConnection) throws Exception;
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();

    RawPeer(Talk talk) throws IOException {
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.submit(() -> {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                threads.submit(() -> serve(socket, talk));
            }
            return null;
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** A whole answer of JSON. */
    static void sendJson(Socket socket, String json) throws IOException {
        send(
                socket,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n"
                        + json);
    }

    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private Void serve(Socket socket, Talk talk) throws Exception {
        try (socket) {
            for (int count = 1; readHead(socket.getInputStream()); count++) {
                requests.incrementAndGet();
                talk.answer(socket, count);
            }
        }
        return null;
    }

    /** Reads up to the empty line; the requests of these tests have no body. */
    private static boolean readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return true;
            }
        }
        return false;
    }
}
