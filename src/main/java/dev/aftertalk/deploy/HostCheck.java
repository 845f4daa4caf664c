package dev.aftertalk.deploy;

import dev.aftertalk.ledger.PermanentException;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;

/**
 * Asks before each connection whether its host may be called, those of redirects, proxies and logins too: only here is it known, whichever header,
 * option or answer has said it.
 */
final class HostCheck implements ExecChainHandler {

    private final AllowedHosts allowed;
    private final Supplier<Set<String>> proxies;

    private HostCheck(AllowedHosts allowed, Supplier<Set<String>> proxies) {
        this.allowed = allowed;
        this.proxies = proxies;
    }

    /**
     * Has each request of a client asked about.
     *
     * @param proxies that the settings name, in small letters
     */
    static HttpClientBuilder addTo(HttpClientBuilder client, AllowedHosts allowed, Supplier<Set<String>> proxies) {
        return client.addExecInterceptorBefore(
                ChainElement.CONNECT.name(), "host-check", new HostCheck(allowed, proxies));
    }

    /** @throws PermanentException for a host that may not be called */
    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ask(scope.route.getTargetHost());
        HttpHost proxy = scope.route.getProxyHost();
        if (proxy != null && !proxies.get().contains(proxy.getHostName().toLowerCase(Locale.ROOT))) {
            ask(proxy);
        }
        return chain.proceed(request, scope);
    }

    private void ask(HttpHost host) {
        allowed.refusal(host.getHostName()).ifPresent(refusal -> {
            throw new PermanentException(refusal + ".");
        });
    }
}
