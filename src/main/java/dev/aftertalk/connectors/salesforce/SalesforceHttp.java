package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.detour.HttpDetour;
import dev.aftertalk.connectors.quota.LimitHeaders;
import dev.aftertalk.connectors.quota.Quota;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.component.salesforce.SalesforceHttpClient;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.client.transport.HttpResponse;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP client of Camel's Salesforce component with few threads, which hears of each answer how many calls are left, and with {@code Retry-After}: of the
 * headers Camel keeps {@code Sforce*} only.
 */
final class SalesforceHttp extends SalesforceHttpClient {

    /** Under this name the header gets through. */
    static final String RETRY_AFTER = "Sforce-Retry-After";

    private static final int THREADS = 16;

    private final Quota quota;
    private final Detours detours;

    private SalesforceHttp(
            CamelContext camel, ExecutorService callbacks, SslContextFactory.Client tls, Quota quota, Detours detours) {
        super(camel, callbacks, tls);
        this.quota = quota;
        this.detours = detours;
    }

    /** @param detours where its calls go */
    static SalesforceHttp client(CamelContext camel, int connections, Quota quota, Detours detours) throws Exception {
        SslContextFactory.Client tls = new SslContextFactory.Client();
        tls.setSslContext(new SSLContextParameters().createSSLContext(camel));
        ExecutorService callbacks =
                camel.getExecutorServiceManager().newThreadPool(SalesforceHttp.class, "salesforce", 2, 4);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1, 30_000);
        threads.setName("salesforce-http");
        threads.setDaemon(true);
        SalesforceHttp client = new SalesforceHttp(camel, callbacks, tls, quota, detours);
        client.setExecutor(threads);
        client.setMaxConnectionsPerDestination(connections);
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        return client;
    }

    @Override
    public HttpRequest newHttpRequest(HttpConversation conversation, URI uri) {
        HttpRequest request = super.newHttpRequest(conversation, uri);
        request.onResponseHeaders(this::keep);
        return request;
    }

    /** Only where it connects to: the request goes on naming the system itself. */
    @Override
    public Destination resolveDestination(Request request) {
        InetSocketAddress instead =
                detours.instead("salesforce", request.getScheme(), request.getHost(), request.getPort());
        if (instead == null) {
            return super.resolveDestination(request);
        }
        String caller = Detours.caller();
        if (caller != null) {
            request.headers(headers -> headers.put(HttpDetour.CALLER, caller));
        }
        return resolveDestination(new Origin(
                "http",
                instead.getAddress().getHostAddress(),
                instead.getPort(),
                null,
                new Origin.Protocol(List.of("http/1.1"), false)));
    }

    private void keep(Response response) {
        LimitHeaders.salesforce(response.getHeaders().get(LimitHeaders.SALESFORCE), quota);
        String retryAfter = String.join(", ", response.getHeaders().getValuesList("Retry-After"));
        if (!retryAfter.isEmpty() && response instanceof HttpResponse answer) {
            answer.headers(headers -> headers.put(RETRY_AFTER, retryAfter));
        }
    }
}
