package dev.aftertalk.connectors.calls;

import dev.aftertalk.ledger.CallFaults;
import java.io.IOException;
import java.net.ConnectException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Tells what failed while the connection was made from what failed later. A server that resets it or keeps silent in the middle of the TLS
 * handshake gives the same exceptions as one that does so behind a request; here they are {@link ConnectException}s.
 */
final class Connected implements ExecChainHandler {

    private static final String SENDING = Connected.class.getName();

    private Connected() {}

    static HttpClientBuilder addTo(HttpClientBuilder client) {
        return client.addExecInterceptorFirst("connected", new Connected())
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "sending", (request, scope, chain) -> {
                    scope.clientContext.setAttribute(SENDING, true);
                    return chain.proceed(request, scope);
                });
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.removeAttribute(SENDING);
        try {
            return chain.proceed(request, scope);
        } catch (IOException e) {
            if (scope.clientContext.getAttribute(SENDING) != null || CallFaults.neverSent(e)) {
                throw e;
            }
            ConnectException unsent = new ConnectException("No connection was made: " + e.getMessage());
            unsent.initCause(e);
            throw unsent;
        }
    }
}
