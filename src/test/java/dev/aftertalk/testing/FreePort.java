package dev.aftertalk.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Ports that are refused until a peer listens on them, and again after it has stopped. Each stays bound for as long as the tests run, so
 * that nobody else is given it in the meantime; whoever means to listen on it can, as server sockets share an address (SO_REUSEADDR) with
 * one that does not listen.
 */
public final class FreePort {

    private static final Collection<Socket> HELD = new ConcurrentLinkedQueue<>();

    private FreePort() {}

    public static int next() throws IOException {
        Socket held = new Socket();
        held.setReuseAddress(true);
        held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        HELD.add(held);
        return held.getLocalPort();
    }
}
