package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.text.PacedLine;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a call of iAdvize that somebody has captured from being acted on again once the ledger has forgotten that it had the event: its
 * signature is as good as ever. Such a call is answered as a repeat is, and leaves nothing but a count.
 *
 * <p>What was sent before there was this ledger was never here, and is acted on. Only what comes in by HTTP is looked at: what has waited in Kafka was acknowledged before, however long ago that is.
 */
final class SentLongAgo {

    private static final Logger LOG = LoggerFactory.getLogger(SentLongAgo.class);

    private final EventMemory memory;
    private final LongSupplier born;
    private final Counter counter;
    private final PacedLine line = new PacedLine(Duration.ofMinutes(1));

    SentLongAgo(EventMemory memory, LongSupplier born, MeterRegistry meters) {
        this.memory = memory;
        this.born = born;
        this.counter = Counter.builder("aftertalk.events.too.old")
                .description("Events that were acknowledged and not acted on, since they were sent too long ago")
                .register(meters);
    }

    /** Ends the exchange with 202 if its event is one. */
    boolean ends(Exchange exchange, IncomingEvent event) {
        if (event.sentAt() == null
                || event.sentAt() >= memory.earliest(MachineClock.now())
                || !isCall(exchange)
                || event.sentAt() < born.getAsLong()) {
            return false;
        }
        counter.increment();
        tell(event.sentAt());
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        message.setBody("");
        exchange.setRouteStop(true);
        return true;
    }

    private static boolean isCall(Exchange exchange) {
        return exchange.getFromEndpoint() != null
                && exchange.getFromEndpoint().getEndpointUri().startsWith("platform-http:");
    }

    private void tell(long sentAt) {
        line.write(others -> LOG.warn(
                "Did nothing for an event that was sent at {}, longer ago than retention.events ({} days): whether it was acted on then is not"
                        + " known any more. An old call was sent again, or a clock is wrong ({} more since the last such line)",
                Instant.ofEpochMilli(sentAt).truncatedTo(ChronoUnit.SECONDS),
                memory.events().toDays(),
                others));
    }
}
