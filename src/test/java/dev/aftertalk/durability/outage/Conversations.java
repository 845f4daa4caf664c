package dev.aftertalk.durability.outage;

import dev.aftertalk.testing.SignedWebhook;
import java.time.Instant;
import java.util.UUID;

/** Events of conversations that are known by their visitor's number. */
final class Conversations {

    private static final String PREFIX = "00000000-0000-4000-8000-";

    private Conversations() {}

    static String idOf(long visitor) {
        return PREFIX + "%012d".formatted(visitor);
    }

    static long visitorOf(String conversation) {
        return Long.parseLong(conversation.substring(PREFIX.length()));
    }

    /** It has ended. */
    static String closed(long visitor) {
        return with(visitor, SignedWebhook.closedConversation(visitor));
    }

    /** Its visitor gave the worst score. */
    static String answered(long visitor) {
        return with(visitor, SignedWebhook.sample("satisfaction.answered.customerSatisfaction"))
                .replaceFirst("(\"eventId\": *\")[^\"]*", "$1" + UUID.randomUUID())
                .replaceFirst("(\"createdAt\": *\")[^\"]*", "$1" + Instant.now())
                .replaceFirst("\"customerSatisfaction\": *\\d", "\"customerSatisfaction\": 1");
    }

    private static String with(long visitor, String event) {
        return event.replaceFirst("(\"conversationId\": *\")[^\"]*", "$1" + idOf(visitor));
    }
}
