package dev.aftertalk.tracing;

import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings together what the route knows that took an event (how long that was) and what the ledger knows (whether the event is new): a trace
 * begins with the receipt of a new one. They come on different threads, in either order.
 */
final class Receipts implements AutoCloseable {

    /** After that a receipt is one of no new event, and a new event one whose receipt is not known: its server is stopping, or its answer was 503. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Of what {@code ledger:accept} stores. */
    private static final String BY_A_ROUTE = "webhook";

    private final Traces traces;
    private final Map<String, Receipt> taken = new LinkedHashMap<>();
    private final Map<String, Receipt> stored = new LinkedHashMap<>();

    Receipts(Traces traces) {
        this.traces = traces;
    }

    /** A route has taken an event, or failed to. */
    void taken(Receipt receipt) {
        if (receipt.error() != null || isHere(taken, receipt)) {
            traces.tell(receipt, false);
        } else if (meet(stored, taken, receipt) != null) {
            traces.tell(receipt, true);
        }
        sweep(); // the ledger may have nothing to commit meanwhile
    }

    /** The ledger has stored a new event. */
    void stored(IncomingEvent event) {
        Instant now = MachineClock.get().instant();
        Receipt receipt = new Receipt(event.origin(), event.eventId(), event.eventType(), now, now, null, null);
        if (!event.origin().equals(BY_A_ROUTE)) {
            traces.tell(receipt, true);
            return;
        }
        Receipt met = meet(taken, stored, receipt);
        if (met != null) {
            traces.tell(met, true);
        }
    }

    private synchronized boolean isHere(Map<String, Receipt> waiting, Receipt receipt) {
        return waiting.containsKey(receipt.eventId());
    }

    /** Gives the other one; null: it waits for that. */
    private synchronized Receipt meet(Map<String, Receipt> others, Map<String, Receipt> own, Receipt receipt) {
        Receipt other = others.remove(receipt.eventId());
        if (other == null) {
            own.put(receipt.eventId(), receipt);
        }
        return other;
    }

    /** Tells of what has waited in vain. */
    void sweep() {
        sweep(MachineClock.get().instant().minus(PATIENCE));
    }

    private void sweep(Instant before) {
        old(taken, before).forEach(receipt -> traces.tell(receipt, false));
        old(stored, before).forEach(receipt -> traces.tell(receipt, true));
    }

    private synchronized List<Receipt> old(Map<String, Receipt> waiting, Instant before) {
        List<Receipt> old = waiting.values().stream()
                .takeWhile(receipt -> receipt.ended().isBefore(before))
                .toList();
        old.forEach(receipt -> waiting.remove(receipt.eventId()));
        return old;
    }

    @Override
    public void close() {
        sweep(Instant.MAX);
    }
}
