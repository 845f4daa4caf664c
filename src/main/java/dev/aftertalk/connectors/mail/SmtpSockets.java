package dev.aftertalk.connectors.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes the sockets of the connections and lets their makers have them: the mail library keeps its own to itself, though how long to wait
 * for an answer depends on the question, and what to say at EHLO on the address it is said from.
 */
final class SmtpSockets {

    private static final ThreadLocal<Socket> LAST = new ThreadLocal<>();
    private static final ThreadLocal<Consumer<Socket>> MAKER = new ThreadLocal<>();

    private SmtpSockets() {}

    /** The last one that this thread had made: the plain one, below TLS. Null when there is none. */
    static Socket last() {
        return LAST.get();
    }

    /** To be called before a connection is made, which is told of each socket that this thread has made for it. */
    static void tell(Consumer<Socket> maker) {
        MAKER.set(maker);
    }

    /** To be called when a connection was made, or could not be. */
    static void forget() {
        LAST.remove();
        MAKER.remove();
    }

    /** For the start of a connection. */
    static SocketFactory plain() {
        return new Plain();
    }

    /** For a connection that becomes secure, at once or after STARTTLS. */
    static SSLSocketFactory secure(SSLSocketFactory tls) {
        return new Secure(tls);
    }

    private static Socket remember(Socket socket) {
        LAST.set(socket);
        Consumer<Socket> maker = MAKER.get();
        if (maker != null) {
            maker.accept(socket);
        }
        return socket;
    }

    private static final class Plain extends SocketFactory {

        @Override
        public Socket createSocket() {
            return remember(new Socket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return remember(new Socket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return remember(new Socket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return remember(new Socket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return remember(new Socket(host, port, local, localPort));
        }
    }

    private static final class Secure extends SSLSocketFactory {

        private final SSLSocketFactory tls;

        Secure(SSLSocketFactory tls) {
            this.tls = tls;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return tls.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return tls.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
            return tls.createSocket(remember(plain), host, port, autoClose);
        }

        @Override
        public Socket createSocket() throws IOException {
            return remember(tls.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return remember(tls.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return remember(tls.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return remember(tls.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return remember(tls.createSocket(host, port, local, localPort));
        }
    }
}
