package dev.aftertalk.tracing;

import java.time.Instant;

/**
 * What came of a call that brought an event.
 *
 * @param route the id of the route that took it
 * @param error the kind of what kept the event from being stored; null for nothing
 * @param sender the {@code traceparent} that the call came with; null for none
 */
record Receipt(
        String route, String eventId, String eventType, Instant begun, Instant ended, String error, String sender) {}
