package dev.aftertalk.care.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.iadvize.PastConversation;
import dev.aftertalk.ledger.EventParser;
import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.time.MachineClock;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The events that iAdvize would have sent, made of what it lists: the same fields, but no {@code clientId}, which it does not list. Made
 * twice they have the same {@code eventId}.
 */
final class PastEvents {

    static final String CLOSED = "v2.conversation.closed";
    static final String ANSWERED = "satisfaction.answered";
    static final String ORIGIN = "reconciled";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final String platform;

    /** @param platform as events name it */
    PastEvents(String platform) {
        this.platform = platform;
    }

    /** {@code v2.conversation.closed}. */
    IncomingEvent closed(PastConversation past) {
        Map<String, Object> event = begun(CLOSED, "reconciled-" + CLOSED + "-" + past.id(), past, past.closedAt());
        event.put("operatorIds", past.operators());
        event.put("visitorExternalId", past.legacyVisitorId());
        event.put("channel", past.channel());
        event.put("visitorId", past.visitorId());
        return event(event);
    }

    /**
     * {@code satisfaction.answered}.
     *
     * @param answer a number or a text
     */
    IncomingEvent answered(PastConversation past, String question, Object answer, Instant at) {
        String id = "reconciled-" + ANSWERED + "-" + past.id() + "-" + question + "-" + TIME.format(at);
        Map<String, Object> event = begun(ANSWERED, id, past, at);
        event.put(question, answer);
        return event(event);
    }

    private Map<String, Object> begun(String type, String id, PastConversation past, Instant at) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("eventId", id);
        event.put("eventType", type);
        event.put("platform", platform);
        event.put("projectId", past.projectId());
        event.put("conversationId", past.id());
        event.put("createdAt", TIME.format(at));
        event.put("sentAt", TIME.format(MachineClock.get().instant()));
        return event;
    }

    private static IncomingEvent event(Map<String, Object> fields) {
        fields.values().removeIf(value -> value == null);
        try {
            return EventParser.parse(JSON.writeValueAsBytes(fields), ORIGIN);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
