package dev.aftertalk.ledger;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** What the fault of a call to another system tells of it. */
public final class CallFaults {

    private static final List<Class<? extends IOException>> NEVER_SENT = List.of(
            ConnectException.class,
            ConnectTimeoutException.class,
            ConnectionRequestTimeoutException.class,
            UnknownHostException.class,
            NoRouteToHostException.class,
            SSLHandshakeException.class,
            SSLPeerUnverifiedException.class);

    private CallFaults() {}

    /**
     * Whether a call failed before anything of it was sent, so that the other system can't have done anything: its name is not known, the
     * connection was not made, or TLS was not agreed upon.
     *
     * @param failure with its causes
     */
    public static boolean neverSent(Throwable failure) {
        Throwable each = failure;
        while (each != null && !isNeverSent(each)) {
            each = each.getCause() == each ? null : each.getCause();
        }
        return each != null;
    }

    private static boolean isNeverSent(Throwable failure) {
        return NEVER_SENT.stream().anyMatch(type -> type.isInstance(failure));
    }
}
