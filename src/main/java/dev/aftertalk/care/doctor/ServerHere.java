package dev.aftertalk.care.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.core.env.Environment;

/** Tells whether the server of these settings runs: by what listens where it would, and by who has the data folder. */
class ServerHere {

    private static final int CONNECT_MILLIS = 1000;

    private final String address;
    private final int port;
    private final Path data;

    ServerHere(Environment settings) {
        String bound = settings.getProperty("server.address", "").strip();
        address = bound.isEmpty() || bound.equals("0.0.0.0") || bound.equals("::") ? "127.0.0.1" : bound;
        port = settings.getProperty("server.port", Integer.class, 8080);
        data = Path.of(settings.getProperty("aftertalk.data-dir", "data"));
    }

    /** Where the server would listen. */
    String place() {
        return "port " + port + " of " + (address.equals("127.0.0.1") ? "this machine" : address);
    }

    Path data() {
        return data;
    }

    /** Whether something listens there: that is the server, as only one can have the port. */
    boolean isUp() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether a server works on the data folder, wherever it listens: it keeps the folder locked. Looks from another process than the server's
     * alone, which would lose its own lock by that (POSIX); a file that can't be read tells of none.
     */
    boolean hasData() {
        try (FileChannel node = FileChannel.open(data.resolve("node"), StandardOpenOption.READ)) {
            return node.tryLock(0, Long.MAX_VALUE, true) == null; // shared, so nothing is written; given up by closing
        } catch (IOException e) {
            return false;
        }
    }
}
