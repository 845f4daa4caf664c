package dev.aftertalk.care.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.springframework.core.env.Environment;

/** Tells whether something listens where the server of these settings would: it runs, as only one can have the port. */
class ServerHere {

    private static final int CONNECT_MILLIS = 1000;

    private final String address;
    private final int port;

    ServerHere(Environment settings) {
        String bound = settings.getProperty("server.address", "").strip();
        address = bound.isEmpty() || bound.equals("0.0.0.0") || bound.equals("::") ? "127.0.0.1" : bound;
        port = settings.getProperty("server.port", Integer.class, 8080);
    }

    boolean isUp() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
