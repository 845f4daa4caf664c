package dev.aftertalk.intake.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLException;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.stereotype.Component;

/**
 * Asks this server's webhook address whether it answers, over the connector that serves it. The call needs what an event needs of the web
 * server (room in its listen queue, a connection, a place for a body that takes its time, a thread) and is answered right behind that, so
 * that no filter, metric or access log sees it. It is told from others by a secret that is made at the start and known to this server alone.
 */
@Component
public class ConnectorProbe implements WebhookProbe {

    private static final String HEADER = "x-aftertalk-probe";
    private static final int OPEN = 204;
    private static final int SHUT = 503;

    private final String secret;
    private final byte[] expected;
    private volatile Connector connector;
    private volatile String path;

    public ConnectorProbe() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        secret = HexFormat.of().formatHex(random);
        expected = secret.getBytes(US_ASCII);
    }

    /**
     * Tells where to ask.
     *
     * @param connector one that speaks HTTP
     * @param path of the webhook, with the context path before it
     */
    public void serves(Connector connector, String path) {
        this.path = path;
        this.connector = connector;
    }

    @Override
    public String fault(Duration patience) {
        if (connector == null) {
            return null;
        }
        ProbeCall call =
                new ProbeCall((AbstractHttp11Protocol<?>) connector.getProtocolHandler(), path, HEADER + ": " + secret);
        try {
            int status = call.status(patience);
            return status == OPEN ? null : "it answers " + status;
        } catch (SSLException e) {
            return call.lacksCertificate(e) ? null : e.toString();
        } catch (SocketTimeoutException e) {
            return "no answer within " + patience.toMillis() + " ms (" + e.getMessage() + ")";
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Whether a request is this server's own question. */
    public boolean isProbe(Request request) {
        if (request.getContentLengthLong() != ProbeCall.BODY.length()) {
            return false; // so that an event is asked nothing else
        }
        String given = request.getHeader(HEADER);
        return given != null && MessageDigest.isEqual(given.getBytes(US_ASCII), expected);
    }

    /** Answers it. @param open whether a body was taken in */
    public static void answer(Response response, boolean open) {
        response.setStatus(open ? OPEN : SHUT);
        response.setContentLength(0);
        response.action(ActionCode.CLOSE, null);
    }
}
