package dev.aftertalk.intake.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.tomcat.util.net.SSLHostConfig.CertificateVerification;

/**
 * One call to a connector of this very server, on a connection of its own. Its body is held back until the server asks for it, like that of a
 * sender whose head and body arrive apart.
 */
final class ProbeCall {

    static final String BODY = "?";

    /** What iAdvize gives a connection. */
    private static final int CONNECT_MILLIS = 1000;

    private static final byte[] HERE = {127, 0, 0, 1};
    private static final int CONTINUE = 100;
    private static final int LONGEST_HEAD = 8192;

    private final AbstractHttp11Protocol<?> protocol;
    private final byte[] head;

    /** @param header one more line of its head */
    ProbeCall(AbstractHttp11Protocol<?> protocol, String path, String header) {
        this.protocol = protocol;
        this.head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\n"
                        + header + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length()
                        + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    /**
     * The status of the answer.
     *
     * @param patience how long it may take once there is a connection
     * @throws SocketTimeoutException when it took longer, or there was no connection within a second
     * @throws SSLException when no safe connection could be agreed on
     * @throws IOException when there was no answer
     */
    int status(Duration patience) throws IOException {
        int port = protocol.getLocalPort();
        if (port < 1) {
            throw new ConnectException("No port is listened on");
        }
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address(), port), CONNECT_MILLIS);
            long until = System.nanoTime() + patience.toNanos();
            try (Socket socket = protocol.isSSLEnabled() ? secured(plain) : plain) {
                int status = answer(socket, head, until);
                return status == CONTINUE ? answer(socket, BODY.getBytes(US_ASCII), until) : status;
            }
        }
    }

    /** Whether the server itself has refused this call, which has no certificate to show, and so is there for those who have one. */
    boolean lacksCertificate(SSLException fault) {
        return fault.getCause() == null
                && Arrays.stream(protocol.findSslHostConfigs())
                        .anyMatch(host -> host.getCertificateVerification() == CertificateVerification.REQUIRED);
    }

    private InetAddress address() throws IOException {
        InetAddress bound = protocol.getAddress();
        return bound == null || bound.isAnyLocalAddress() ? InetAddress.getByAddress(HERE) : bound;
    }

    /** Whom the certificate names is of no matter: it is this server's own, and what is sent is of no use to anybody else. */
    private static Socket secured(Socket plain) throws IOException {
        try {
            SSLSocketFactory trusting = SSLContexts.custom()
                    .loadTrustMaterial(TrustAllStrategy.INSTANCE)
                    .build()
                    .getSocketFactory();
            return trusting.createSocket(plain, "localhost", plain.getPort(), true);
        } catch (GeneralSecurityException e) {
            throw new IOException("This Java runtime can't speak TLS", e);
        }
    }

    private static int answer(Socket socket, byte[] request, long until) throws IOException {
        socket.setSoTimeout(left(until));
        socket.getOutputStream().write(request);
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0 && answer.length() < LONGEST_HEAD) {
            socket.setSoTimeout(left(until));
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The connection was closed without an answer");
            }
            answer.append((char) next);
        }
        try {
            return Integer.parseInt(answer.substring(9, 12));
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new IOException("What answers does not speak HTTP", e);
        }
    }

    private static int left(long until) throws SocketTimeoutException {
        long millis = Duration.ofNanos(until - System.nanoTime()).toMillis();
        if (millis < 1) {
            throw new SocketTimeoutException("Read timed out");
        }
        return (int) Math.min(Integer.MAX_VALUE, millis);
    }
}
