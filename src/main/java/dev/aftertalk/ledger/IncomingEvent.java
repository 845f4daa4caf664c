package dev.aftertalk.ledger;

/**
 * An event as it came in, with the fields the ledger itself works with.
 *
 * @param eventId iAdvize's identifier; the same identifier is the same event
 * @param eventType such as {@code v2.conversation.closed}
 * @param conversationId null when the event is not about a conversation
 * @param visitorId null when the event names no visitor
 * @param projectId null when the event names no project
 * @param createdAt when it happened, in milliseconds since 1970; null when the event does not say
 * @param origin how it came: {@code webhook}
 * @param body the bytes as received
 * @param sentAt when it was sent, in milliseconds since 1970; null when the event does not say
 */
public record IncomingEvent(
        String eventId,
        String eventType,
        String conversationId,
        String visitorId,
        Long projectId,
        Long createdAt,
        String origin,
        byte[] body,
        Long sentAt) {

    /** Of one that does not say when it was sent. */
    public IncomingEvent(
            String eventId,
            String eventType,
            String conversationId,
            String visitorId,
            Long projectId,
            Long createdAt,
            String origin,
            byte[] body) {
        this(eventId, eventType, conversationId, visitorId, projectId, createdAt, origin, body, null);
    }

    /** What keeps events in order: the conversation, or the visitor for an event without one; null for none. */
    public String orderKey() {
        return conversationId != null ? conversationId : visitorId;
    }
}
