package dev.aftertalk.connectors.calls;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.annotations.Component;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.IdleConnectionEvictor;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Camel's {@code http} component as a connector to one other system uses it: its own pool of kept-alive connections, short time-outs, whole
 * bounded answers, and nothing done behind a run's back (no redirects, no retries, no cookies): retrying is the ledger's.
 *
 * <p>A status other than 2xx is an answer like any other (option {@code throwExceptionOnFailure} turns that round), so that what the other
 * system says about it can be read. The answer's headers replace the request's, and credentials are added by {@code authorization} below
 * Camel: neither can leak into what follows the call.
 */
@Component("http,https")
public final class PooledHttpComponent extends HttpComponent {

    private static final int LARGEST_ANSWER = 5 * 1024 * 1024;
    /** Without these a head has no largest size. */
    private static final Http1Config HEAD = Http1Config.custom()
            .setMaxLineLength(64 * 1024)
            .setMaxHeaderCount(500)
            .build();

    private static final TimeValue IDLE = TimeValue.ofSeconds(30);
    private static final TimeValue CHECKED_AFTER = TimeValue.ofMilliseconds(200);

    private final String system;
    private final Limits limits;
    private final ExecChainHandler authorization;
    private final ConnectorTimer timer;
    private final Guard guard;
    private final Function<ClassicHttpResponse, String> refusal;
    private IdleConnectionEvictor evictor;

    /**
     * How long to wait and how many connections to hold.
     *
     * @param connect longest wait for a connection to be made
     * @param read longest silence before and within an answer
     * @param connections most connections at once
     */
    public record Limits(Duration connect, Duration read, int connections) {}

    /**
     * @param system the other system as messages name it
     * @param authorization adds the credentials to each request, or null
     * @param timer takes the time of each call as the route sees it, with the wait for a connection and for credentials
     * @param guard says whether the other system may be called
     * @param refusal why an answer refuses our credentials, and not what was asked, as ops people should read it; null when it does not
     */
    public PooledHttpComponent(
            String system,
            Limits limits,
            ExecChainHandler authorization,
            ConnectorTimer timer,
            Guard guard,
            Function<ClassicHttpResponse, String> refusal) {
        this.system = system;
        this.limits = limits;
        this.authorization = authorization;
        this.timer = timer;
        this.guard = guard;
        this.refusal = refusal;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(limits.connections())
                .setMaxConnPerRoute(limits.connections())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(limits.connect()))
                        .setSocketTimeout(Timeout.of(limits.read()))
                        .setValidateAfterInactivity(CHECKED_AFTER)
                        .build())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(HEAD)
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(Timeout.of(limits.read()))
                        .build())
                .build();
        setClientConnectionManager(pool); // closed by the component when it stops
        evictor = new IdleConnectionEvictor(pool, TimeValue.ofSeconds(5), IDLE);
        evictor.start();
    }

    @Override
    public void doStop() throws Exception {
        if (evictor != null) {
            evictor.shutdown();
        }
        super.doStop();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        parameters.putIfAbsent("throwExceptionOnFailure", "false");
        parameters.putIfAbsent("copyHeaders", "false");
        return super.createEndpoint(uri, remaining, parameters);
    }

    /** Set here and not as options of this component, because Spring Boot copies those of {@code camel.component.http} over them. */
    @Override
    protected HttpClientBuilder createHttpClientBuilder(
            String uri, Map<String, Object> parameters, Map<String, Object> httpClientOptions) {
        HttpClientBuilder client = super.createHttpClientBuilder(uri, parameters, httpClientOptions);
        client.setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(limits.read()))
                        .setConnectionRequestTimeout(Timeout.of(limits.connect().plus(limits.read())))
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setDefaultHeaders(List.of(new BasicHeader("Accept", "application/json")))
                .setUserAgent("Aftertalk");
        WholeAnswer.addTo(client, system, LARGEST_ANSWER, limits);
        if (authorization != null) {
            client.addExecInterceptorFirst("authorization", authorization);
        }
        return client.addExecInterceptorFirst("timed", new TimedCall(timer))
                .addExecInterceptorFirst(
                        "guarded", new GuardedCall(guard, system, refusal)); // a call that is not made takes no time
    }
}
