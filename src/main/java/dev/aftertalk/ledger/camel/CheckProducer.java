package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.EventParser;
import dev.aftertalk.ledger.IncomingEvent;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Refuses what {@code ledger:accept} would refuse, without storing anything: for a route that keeps events elsewhere first, and must tell
 * their sender at once. Leaves the body as bytes. Ends the route with 202 where {@code ledger:accept} would.
 *
 * <p>Throws {@link dev.aftertalk.ledger.InvalidEventException} for what is not an event.
 */
final class CheckProducer extends DefaultProducer {

    private final SentLongAgo old;

    CheckProducer(LedgerEndpoint endpoint, SentLongAgo old) {
        super(endpoint);
        this.old = old;
    }

    @Override
    public void process(Exchange exchange) {
        old.ends(exchange, read(exchange));
    }

    /** The event in the body, which is bytes from then on. */
    static IncomingEvent read(Exchange exchange) {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        byte[] bytes = body == null ? new byte[0] : body;
        IncomingEvent event = EventParser.parse(bytes, "webhook");
        exchange.getMessage().setBody(event.body());
        exchange.setProperty(LedgerConstants.EVENT_ID, event.eventId());
        exchange.setProperty(LedgerConstants.EVENT_TYPE, event.eventType());
        exchange.setProperty(LedgerConstants.ORDER_KEY, event.orderKey() == null ? event.eventId() : event.orderKey());
        return event;
    }
}
