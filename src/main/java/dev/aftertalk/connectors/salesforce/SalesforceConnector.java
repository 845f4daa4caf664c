package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.connectors.FieldMapping;
import dev.aftertalk.connectors.calls.ConnectorTimer;
import dev.aftertalk.connectors.calls.ConnectorTimer.Outcome;
import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.quota.Quota;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Producer;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.SalesforceEndpointConfig;
import org.apache.camel.component.salesforce.SalesforceLoginConfig;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Camel's {@code salesforce} component as Aftertalk runs it. It logs in at the first call and not at the start, where a refused login would
 * stop everything; retries nothing by itself, since retrying is the ledger's; and keeps {@code Retry-After}, which Camel's drops.
 *
 * <p>{@link #call} is how the sinks use it. Routes may use {@code salesforce:} endpoints as Camel documents them.
 */
@Component("salesforce")
final class SalesforceConnector extends SalesforceComponent {

    private static final int LARGEST_ANSWER = 5 * 1024 * 1024;
    private static final int UNAUTHORIZED = 401;

    private final SalesforceSettings settings;
    private final Map<String, Producer> producers = new ConcurrentHashMap<>();
    private final Map<String, FieldMapping> mappings = new ConcurrentHashMap<>();
    private final RequestLimit limit;
    private final ConnectorTimer timer;
    private final Guard guard;
    private final Quota quota;
    private final Detours detours;
    private SalesforceLogin login;

    /**
     * @param timer takes the time of each call, with the login where there has to be one
     * @param guard says whether Salesforce may be called
     * @param quota is told what each answer says of the calls that are left
     * @param detours where its calls go
     */
    SalesforceConnector(SalesforceSettings settings, ConnectorTimer timer, Guard guard, Quota quota, Detours detours) {
        this.settings = settings;
        this.timer = timer;
        this.guard = guard;
        this.quota = quota;
        this.detours = detours;
        this.limit = new RequestLimit(settings.requestLimitDelay());
    }

    /**
     * Runs one operation and answers what Salesforce said. A token that is no longer accepted is renewed, once.
     *
     * @param operation as {@code salesforce:} names it
     * @param parameters of the operation, and {@code Sforce-} headers
     * @param json the request body, or null
     * @throws SalesforceRefusal when Salesforce refused; the ledger's exceptions when it could not be asked
     */
    SalesforceAnswer call(String operation, Map<String, Object> parameters, byte[] json) throws SalesforceRefusal {
        return call(guard, operation, parameters, json);
    }

    /** The same where another guard says whether Salesforce may be called. */
    SalesforceAnswer call(Guard other, String operation, Map<String, Object> parameters, byte[] json)
            throws SalesforceRefusal {
        limit.check();
        try (Guard.Call call = other.enter()) {
            return guarded(call, operation, parameters, json);
        }
    }

    private SalesforceAnswer guarded(Guard.Call call, String operation, Map<String, Object> parameters, byte[] json)
            throws SalesforceRefusal {
        try {
            SalesforceAnswer answer = timed(operation, parameters, json);
            call.answered();
            return answer;
        } catch (SalesforceRefusal refusal) {
            if (ConnectorTimer.outcome(refusal.status()) == Outcome.RETRYABLE) {
                call.failed("Salesforce answered HTTP " + refusal.status());
            }
            call.answered();
            throw refusal;
        } catch (RefusesUsException e) {
            call.refused(e.getMessage());
            throw e;
        } catch (RetryableException e) {
            limit.left().ifPresent(call::noneFor);
            call.failed(e.getMessage());
            throw e;
        }
    }

    private SalesforceAnswer timed(String operation, Map<String, Object> parameters, byte[] json)
            throws SalesforceRefusal {
        long begun = System.nanoTime();
        Outcome outcome = Outcome.RETRYABLE;
        try {
            SalesforceAnswer answer = ask(operation, parameters, json);
            outcome = Outcome.SUCCESS;
            return answer;
        } catch (SalesforceRefusal refusal) {
            outcome = ConnectorTimer.outcome(refusal.status());
            throw refusal;
        } catch (PermanentException | RefusesUsException e) {
            outcome = Outcome.PERMANENT;
            throw e;
        } finally {
            timer.record(outcome, System.nanoTime() - begun);
        }
    }

    private SalesforceAnswer ask(String operation, Map<String, Object> parameters, byte[] json)
            throws SalesforceRefusal {
        String token = login.token();
        Exchange exchange = send(operation, parameters, json);
        if (statusOf(exchange) == UNAUTHORIZED) {
            login.renew(token);
            exchange = send(operation, parameters, json);
        }
        if (exchange.getException() == null) {
            return SalesforceAnswer.of(exchange);
        }
        SalesforceRefusal refusal = SalesforceRefusal.of(exchange);
        if (refusal.status() == UNAUTHORIZED) {
            throw login.refusesFreshTokens(refusal);
        }
        if (refusal.has("API_DISABLED_FOR_ORG") || refusal.has("API_CURRENTLY_DISABLED")) {
            throw SalesforceFaults.refusesUs(refusal);
        }
        if (refusal.has("REQUEST_LIMIT_EXCEEDED")) {
            throw limit.exceeded(refusal);
        }
        throw refusal;
    }

    /** The known fields of a record of {@code object}, by the mapping in a variable; fit to be sent. */
    Map<String, Object> fields(String object, String variable, String lines, Exchange exchange) {
        if (lines == null) {
            throw new PermanentException(
                    "Nothing says what goes into which Salesforce field: set the variable " + variable + " before");
        }
        // Made once: its expressions belong to this CamelContext.
        FieldMapping mapping = mappings.computeIfAbsent(lines, text -> FieldMapping.of(text, getCamelContext()));
        return mapping.fields(exchange, (field, found) -> FieldLimits.fit(object, field, plain(found, exchange)));
    }

    private static Object plain(Object value, Exchange exchange) {
        if (value instanceof Collection<?> many) { // as Salesforce writes several choices
            return many.stream().map(String::valueOf).collect(Collectors.joining(";"));
        }
        return value instanceof Number || value instanceof Boolean
                ? value
                : exchange.getContext().getTypeConverter().convertTo(String.class, exchange, value);
    }

    private Exchange send(String operation, Map<String, Object> parameters, byte[] json) {
        Producer producer = producers.computeIfAbsent(operation, this::start);
        Exchange exchange = producer.getEndpoint().createExchange(ExchangePattern.InOut);
        parameters.forEach(exchange.getIn()::setHeader);
        exchange.getIn().setBody(json);
        try {
            producer.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        return exchange;
    }

    private Producer start(String operation) {
        try {
            Endpoint endpoint = getCamelContext().getEndpoint("salesforce:" + operation + "?rawPayload=true");
            Producer producer = endpoint.createProducer();
            ServiceHelper.startService(producer);
            return producer;
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    static SalesforceConnector of(CamelContext camel) {
        SalesforceConnector connector = camel.getComponent("salesforce", SalesforceConnector.class);
        // Camel hands it to a second run while the first one is still starting it; this waits until it is started.
        ServiceHelper.startService(connector);
        return connector;
    }

    private static int statusOf(Exchange exchange) {
        SalesforceException refused = exchange.getException(SalesforceException.class);
        return refused == null ? 0 : refused.getStatusCode();
    }

    @Override
    protected void doStart() throws Exception {
        // By these three objects and not by the component's options, which Spring Boot copies
        // camel.component.salesforce.* over.
        setLoginConfig(loginConfig());
        SalesforceEndpointConfig defaults = new SalesforceEndpointConfig();
        defaults.setApiVersion(settings.apiVersion());
        defaults.setHttpClient(SalesforceHttp.client(getCamelContext(), settings.maxConnections(), quota, detours));
        setConfig(defaults);
        setHttpClientProperties(new HashMap<>(Map.of(
                "httpConnectionTimeout",
                settings.connectTimeout().toMillis(),
                "httpIdleTimeout",
                30_000L + settings.readTimeout().toMillis(),
                "httpRequestTimeout",
                settings.readTimeout().toMillis(),
                "httpMaxContentLength",
                LARGEST_ANSWER,
                // Its own way of renewing a token logs in once for each of the runs that find the token refused.
                "maxRetries",
                0)));
        super.doStart();
        login = new SalesforceLogin(getSession());
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(producers.values());
        producers.clear();
        mappings.clear();
        super.doStop();
    }

    private SalesforceLoginConfig loginConfig() {
        SalesforceLoginConfig config = new SalesforceLoginConfig();
        config.setLazyLogin(true);
        config.setLoginUrl(settings.loginUrl());
        config.setClientId(settings.clientId());
        switch (settings.flow()) {
            case CLIENT_CREDENTIALS -> config.setClientSecret(settings.clientSecret());
            case PASSWORD -> {
                config.setClientSecret(settings.clientSecret());
                config.setUserName(settings.username());
                config.setPassword(settings.password());
            }
            case JWT -> {
                config.setUserName(settings.username());
                config.setKeystore(keystore());
                config.setJwtAudience(settings.jwtAudience().isBlank() ? null : settings.jwtAudience());
            }
        }
        return config;
    }

    private KeyStoreParameters keystore() {
        KeyStoreParameters keystore = new KeyStoreParameters();
        keystore.setResource("file:" + settings.keystore());
        keystore.setPassword(settings.keystorePassword());
        return keystore;
    }
}
