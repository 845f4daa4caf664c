package dev.aftertalk.care.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** An address where nobody listens and nobody will: each connection to it is refused. */
final class RefusingAddress implements AutoCloseable {

    private final Socket bound = new Socket();

    RefusingAddress() throws IOException {
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) bound.getLocalSocketAddress();
    }

    @Override
    public void close() {
        try {
            bound.close();
        } catch (IOException e) {
            // it is gone all the same
        }
    }
}
