package dev.aftertalk.connectors.detour;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;

/**
 * Has a client of Camel's {@code http} component ask where to connect to, the moment before it does. The request itself stays as it is: its Host
 * header names the system.
 *
 * @param system whose calls they are
 */
public record DetouredClient(Detours detours, String system) implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.addExecInterceptorBefore(ChainElement.CONNECT.name(), "detour", this::lead);
    }

    private ClassicHttpResponse lead(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        HttpHost to = scope.route.getTargetHost();
        InetSocketAddress instead = detours.instead(system, to.getSchemeName(), to.getHostName(), to.getPort());
        if (instead == null) {
            return chain.proceed(request, scope);
        }
        String caller = Detours.caller();
        if (caller != null) {
            request.setHeader(HttpDetour.CALLER, caller);
        }
        HttpRoute route = new HttpRoute(new HttpHost("http", instead.getAddress(), instead.getPort()));
        return chain.proceed(
                request,
                new ExecChain.Scope(
                        scope.exchangeId, route, scope.originalRequest, scope.execRuntime, scope.clientContext));
    }
}
