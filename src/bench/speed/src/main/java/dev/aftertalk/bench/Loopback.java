package dev.aftertalk.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Addresses of this machine. No other is taken: a benchmark must not load what doesn't belong to it, nor answer strangers. */
final class Loopback {

    private static final String ADDRESS = "127.0.0.1";

    private Loopback() {}

    /**
     * @param text PORT or 127.0.0.1:PORT
     * @throws IllegalArgumentException for any other address
     */
    static InetSocketAddress of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon >= 0 && !text.substring(0, colon).equals(ADDRESS)) {
            throw new IllegalArgumentException("Only " + ADDRESS + " is allowed, not " + text.substring(0, colon));
        }
        return at(Integer.parseInt(text.substring(colon + 1)));
    }

    static InetSocketAddress at(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return a port that nobody listens at, below those that outgoing connections are given */
    static int freePort() {
        while (true) {
            int port = 20000 + (int) (Math.random() * 12000);
            try (ServerSocket free = new ServerSocket()) {
                free.bind(at(port));
                return port;
            } catch (IOException e) {
                // taken: another one
            }
        }
    }
}
