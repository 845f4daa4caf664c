package dev.aftertalk.ledger.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * An event and what is done about it, as programs get it.
 *
 * @param number the ledger's own number, as text since it is too large for some; addresses the event as well as its eventId does
 * @param body what iAdvize sent; null for whoever may not see it, and in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventView(
        String eventId,
        String number,
        String eventType,
        Long projectId,
        String conversationId,
        String visitorId,
        Instant createdAt,
        Instant receivedAt,
        String origin,
        List<RunView> runs,
        String body) {

    EventView withRuns(List<RunView> theirs) {
        return new EventView(
                eventId,
                number,
                eventType,
                projectId,
                conversationId,
                visitorId,
                createdAt,
                receivedAt,
                origin,
                theirs,
                body);
    }

    public EventView withoutBody() {
        return new EventView(
                eventId,
                number,
                eventType,
                projectId,
                conversationId,
                visitorId,
                createdAt,
                receivedAt,
                origin,
                runs,
                null);
    }
}
