package dev.aftertalk.connectors.detour;

import java.net.InetSocketAddress;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Has a client of Camel's {@code http} component ask where to connect to. The request itself stays as it is: its Host header names the system.
 *
 * @param system whose calls they are
 */
public record DetouredClient(Detours detours, String system) implements HttpClientConfigurer {

    private static final String DETOUR = DetouredClient.class.getName();

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.setRoutePlanner(new Planner(detours, system)).addRequestInterceptorLast((request, entity, context) -> {
            String caller = Detours.caller();
            if (caller != null && context.getAttribute(DETOUR) != null) {
                request.setHeader(HttpDetour.CALLER, caller);
            }
        });
    }

    private static final class Planner implements HttpRoutePlanner {

        private final HttpRoutePlanner usual = new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE);
        private final Detours detours;
        private final String system;

        Planner(Detours detours, String system) {
            this.detours = detours;
            this.system = system;
        }

        @Override
        public HttpRoute determineRoute(HttpHost target, HttpContext context) throws HttpException {
            HttpRoute route = usual.determineRoute(target, context);
            HttpHost to = route.getTargetHost();
            InetSocketAddress instead = detours.instead(system, to.getSchemeName(), to.getHostName(), to.getPort());
            context.setAttribute(DETOUR, instead);
            return instead == null
                    ? route
                    : new HttpRoute(new HttpHost("http", instead.getAddress(), instead.getPort()));
        }
    }
}
