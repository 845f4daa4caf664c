package dev.aftertalk.ledger.history;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** An event as it is in the ledger. */
public record StoredEvent(
        long seq,
        String eventId,
        String eventType,
        String conversationId,
        String visitorId,
        long createdAt,
        byte[] body) {

    /** The same without the body. */
    public StoredEvent withoutBody() {
        return new StoredEvent(seq, eventId, eventType, conversationId, visitorId, createdAt, null);
    }

    /** The same under another id. */
    public StoredEvent named(String id) {
        return new StoredEvent(seq, id, eventType, conversationId, visitorId, createdAt, body);
    }

    /** What is left of the body once nobody is to be known from it: still an event to whoever reads it. */
    byte[] anonymous() {
        String json = "{\"eventId\":\"%s\",\"eventType\":\"%s\",\"createdAt\":\"%s\",\"erased\":true}"
                .formatted(quoted(eventId), quoted(eventType), Instant.ofEpochMilli(createdAt));
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
