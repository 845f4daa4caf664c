package dev.aftertalk.care.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Takes connections, as its kernel does, and never says a word. */
final class SilentServer implements AutoCloseable {

    private static final int MOST = 200;

    private final ServerSocket server;

    SilentServer() throws IOException {
        server = new ServerSocket(0, MOST, InetAddress.getLoopbackAddress());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // it is gone all the same
        }
    }
}
