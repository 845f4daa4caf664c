package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.LedgerRuns;
import dev.aftertalk.ledger.LedgerUnavailableException;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Stores the event in the body and returns once it is committed. A repeat is accepted and changes nothing; a call that was sent longer ago
 * than repeats are known ends the route with 202.
 *
 * <p>Throws {@link dev.aftertalk.ledger.InvalidEventException} for what is not an event and {@link LedgerUnavailableException} when it
 * can't be stored now.
 */
final class AcceptProducer extends DefaultProducer {

    private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(AcceptProducer.class);

    private final LedgerRuns ledger;
    private final SentLongAgo old;
    private final AheadRouter router;

    AcceptProducer(LedgerEndpoint endpoint, LedgerRuns ledger, SentLongAgo old, AheadRouter router) {
        super(endpoint);
        this.ledger = ledger;
        this.old = old;
        this.router = router;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        IncomingEvent event = CheckProducer.read(exchange);
        if (old.ends(exchange, event)) {
            return;
        }
        try {
            boolean isNew = ledger.accept(event, router.ask(event)).get();
            LOG.debug("{} event {} {}", isNew ? "Accepted" : "Had already", event.eventType(), event.eventId());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LedgerUnavailableException unavailable) {
                throw unavailable;
            }
            throw new LedgerUnavailableException("The event could not be stored in time.", e.getCause());
        }
    }
}
