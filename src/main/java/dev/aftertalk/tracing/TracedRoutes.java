package dev.aftertalk.tracing;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.ledger.camel.LedgerEndpoint;
import dev.aftertalk.time.MachineClock;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/** Has Camel tell when runs, and events on their way in, come to a route and to the end of it. Found by Camel by its type. */
final class TracedRoutes implements RoutePolicyFactory {

    private static final String SENDER = "aftertalkTraceparent";

    private final Attempts attempts;
    private final Receipts receipts;

    TracedRoutes(Attempts attempts, Receipts receipts) {
        this.attempts = attempts;
        this.receipts = receipts;
    }

    /** One each: Camel stops it with its route. */
    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return new Policy();
    }

    private final class Policy extends RoutePolicySupport {

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            String workflow = workflow(exchange);
            if (isOfRuns(route)) {
                attempts.begin(
                        eventId(exchange),
                        eventType(exchange),
                        workflow,
                        exchange.getProperty(LedgerConstants.ATTEMPT, Integer.class));
            } else if (workflow == null && exchange.getMessage().getHeader("traceparent") instanceof String sender) {
                exchange.setProperty(SENDER, sender); // the route may take all headers away
            }
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            String workflow = workflow(exchange);
            if (isOfRuns(route)) {
                attempts.routed(eventId(exchange), workflow, Errors.of(exchange));
            } else if (workflow == null && eventId(exchange) != null && !isWithinAnother(route)) {
                tookIn(route, exchange);
            }
        }

        private void tookIn(Route route, Exchange exchange) {
            Receipt receipt = new Receipt(
                    route.getRouteId(),
                    eventId(exchange),
                    eventType(exchange),
                    Instant.ofEpochMilli(exchange.getClock().getCreated()),
                    MachineClock.get().instant(),
                    Errors.of(exchange),
                    exchange.getProperty(SENDER, String.class));
            if (receipt.error() != null) {
                attempts.drop(receipt.eventId(), Ledger.ROUTER);
            }
            receipts.taken(receipt);
        }
    }

    private static boolean isOfRuns(Route route) {
        return route.getEndpoint() instanceof LedgerEndpoint;
    }

    /** Whether it is a part of others, which come to their end after it. */
    private static boolean isWithinAnother(Route route) {
        return route.getEndpoint().getEndpointUri().matches("(kamelet|direct):.*");
    }

    private static String eventId(Exchange exchange) {
        return exchange.getProperty(LedgerConstants.EVENT_ID, String.class);
    }

    private static String eventType(Exchange exchange) {
        return exchange.getProperty(LedgerConstants.EVENT_TYPE, String.class);
    }

    /** Null for an exchange that is no run. */
    private static String workflow(Exchange exchange) {
        return exchange.getProperty(LedgerConstants.WORKFLOW, String.class);
    }
}
