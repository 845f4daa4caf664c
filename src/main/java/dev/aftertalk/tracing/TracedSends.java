package dev.aftertalk.tracing;

import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.time.MachineClock;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Has Camel tell of the calls that steps of a run made with components other than the product's own, such as {@code https:} and those in
 * {@code lib/}. The own connectors' are told by {@link TracedTimers}, one each, where one step may make several. Found by Camel by its type.
 */
final class TracedSends extends EventNotifierSupport {

    private static final Set<String> NO_CALLS =
            Set.of("ledger", "kamelet", "direct", "seda", "bean", "log", "mock", "stub");

    private static final Set<String> OWN = Set.of("iadvize", "jira-issue", "salesforce", "smtp", "smtps");

    private final Attempts attempts;

    TracedSends(Attempts attempts) {
        this.attempts = attempts;
        setIgnoreCamelContextInitEvents(true);
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeFailedEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSentEvent sent && isCall(sent.getEndpoint())) {
            Exchange exchange = sent.getExchange();
            String scheme = scheme(sent.getEndpoint());
            attempts.called(
                    exchange.getProperty(LedgerConstants.EVENT_ID, String.class),
                    exchange.getProperty(LedgerConstants.WORKFLOW, String.class),
                    new Call(
                            scheme,
                            MachineClock.get().instant().minusMillis(sent.getTimeTaken()),
                            scheme.contains("http") ? status(exchange) : null,
                            exchange.getException() == null ? null : Errors.of(exchange.getException())));
        }
    }

    private static boolean isCall(Endpoint endpoint) {
        String scheme = scheme(endpoint);
        return endpoint.isRemote() && !NO_CALLS.contains(scheme) && !OWN.contains(scheme);
    }

    /** Of the address it is all that is told: the rest may hold what belongs to a visitor. */
    private static String scheme(Endpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        int end = uri.indexOf(':');
        return end < 0 ? uri : uri.substring(0, end);
    }

    /** Null where there was no answer: the message then has what the call before was answered. */
    private static Integer status(Exchange exchange) {
        if (exchange.getException() instanceof HttpOperationFailedException answered) {
            return answered.getStatusCode();
        }
        return exchange.getException() == null
                ? exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class)
                : null;
    }
}
