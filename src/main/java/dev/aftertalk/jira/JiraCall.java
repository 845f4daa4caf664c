package dev.aftertalk.jira;

import dev.aftertalk.ledger.OutcomeUnknownException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;

/**
 * What goes around each call to Jira, below Camel: the credentials, and the knowledge that an issue may have been created although its
 * answer was lost on the way. Such a loss is an {@link OutcomeUnknownException}, so that the ledger keeps the intent.
 */
final class JiraCall implements ExecChainHandler {

    private static final Pattern CREATES = Pattern.compile(".*/rest/(api/3/issue|servicedeskapi/request)/?");

    private final String authorization;

    JiraCall(String email, String apiToken) {
        byte[] credentials = (email + ":" + apiToken).getBytes(StandardCharsets.UTF_8);
        authorization = "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        request.setHeader("Authorization", authorization);
        try {
            return chain.proceed(request, scope);
        } catch (IOException e) {
            if (creates(request) && !neverSent(e)) {
                throw new OutcomeUnknownException(
                        "Jira was asked to open an issue, but its answer was lost ("
                                + e.getClass().getSimpleName() + "): it is looked for before it is opened again",
                        e);
            }
            throw e;
        }
    }

    private static boolean creates(ClassicHttpRequest request) {
        return "POST".equals(request.getMethod())
                && CREATES.matcher(request.getPath()).matches();
    }

    /** Whether the connection was never made, so that Jira can't have done anything. */
    private static boolean neverSent(IOException e) {
        return e instanceof ConnectException
                || e instanceof ConnectTimeoutException
                || e instanceof ConnectionRequestTimeoutException
                || e instanceof UnknownHostException
                || e instanceof NoRouteToHostException
                || e instanceof SSLHandshakeException
                || e instanceof SSLPeerUnverifiedException;
    }
}
