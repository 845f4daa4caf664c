package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.EventTime;
import dev.aftertalk.time.MachineClock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A conversation as REST knows it: by its integer id, or among its visitor's by the UUID that REST calls {@code xmpp_id}. */
final class RestConversation {

    private static final String RESOURCE = "conversation.json-unicode";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    /** Offsite conversations may last for weeks, and in which zone REST's dates are is not said. */
    private static final Duration BEFORE = Duration.ofDays(30);

    private static final Duration AFTER = Duration.ofDays(1);

    private RestConversation() {}

    /** What to ask for below REST's URL, or null when nothing in the event finds the conversation. */
    static String path(String conversationId, Map<?, ?> event) {
        if (legacy(conversationId)) {
            return RESOURCE + "/" + conversationId;
        }
        return visitor(event) == null ? null : RESOURCE;
    }

    /** The query string to ask with, ready for the wire. */
    static String query(String conversationId, Map<?, ?> event) {
        if (legacy(conversationId)) {
            return "formatHistory=0";
        }
        Instant at = at(event.get("createdAt"));
        return "formatHistory=0&full=1&limit=100" + filter("visitor_id", visitor(event))
                + filter("from", DATE.format(at.minus(BEFORE)))
                + filter("to", DATE.format(at.plus(AFTER)));
    }

    static boolean legacy(String conversationId) {
        return conversationId.matches("\\d{1,19}");
    }

    /** The conversation in REST's data, or null when it isn't there. */
    static JsonNode find(JsonNode data, String conversationId) {
        String name = legacy(conversationId) ? "id" : "xmpp_id";
        for (JsonNode candidate :
                data != null && data.isObject() ? List.of(data) : data == null ? List.<JsonNode>of() : data) {
            if (conversationId.equalsIgnoreCase(JsonAnswers.text(candidate, name))) {
                return candidate;
            }
        }
        return null;
    }

    /** The conversation, normalised, with no more messages than {@code most}. */
    static Map<String, Object> conversation(JsonNode found, int most) {
        RestHistory history = RestHistory.of(found.path("history"));
        Map<String, Object> all = new LinkedHashMap<>();
        MessageMapper.put(all, "legacyId", JsonAnswers.text(found, "id"));
        MessageMapper.put(all, "createdAt", history.date(JsonAnswers.text(found, "created_at")));
        MessageMapper.put(all, "closedAt", history.date(JsonAnswers.text(found, "closed_at")));
        MessageMapper.put(all, "channel", channel(JsonAnswers.text(found, "channel")));
        String project = JsonAnswers.text(found, "website_id");
        MessageMapper.put(all, "project", project == null ? null : Map.of("id", project));
        String operator = JsonAnswers.text(found, "operator_id");
        MessageMapper.put(all, "operators", operator == null ? null : List.of(Map.of("id", operator)));
        List<Map<String, Object>> messages = history.messages();
        boolean longer = messages.size() > most;
        all.put("transcript", longer ? new ArrayList<>(messages.subList(0, most)) : messages);
        if (longer) {
            all.put("transcriptTruncated", true);
        }
        return all;
    }

    /** Whose conversation it is. iAdvize's reference spells the field in two ways, and it may hold the unique id or the number. */
    static Optional<VisitorLookup> visitor(JsonNode conversation) {
        String unique = JsonAnswers.text(conversation, "visitor_uid");
        String id = unique == null ? JsonAnswers.text(conversation, "visitor_id") : unique;
        return Optional.ofNullable(id)
                .map(its -> Map.of(legacy(its) ? "visitorExternalId" : "visitorId", its))
                .map(VisitorLookup::of);
    }

    /** Older APIs and events write channels small. */
    static String channel(String name) {
        return name == null ? null : name.toUpperCase(Locale.ROOT);
    }

    private static String visitor(Map<?, ?> event) {
        Object id = event.get("visitorExternalId");
        String text =
                id instanceof String || id instanceof Number ? id.toString().strip() : "";
        return text.matches("\\d{1,19}") ? text : null;
    }

    private static Instant at(Object createdAt) {
        OffsetDateTime time = EventTime.parse(String.valueOf(createdAt));
        return time == null ? MachineClock.get().instant() : time.toInstant();
    }

    private static String filter(String name, String value) {
        return "&filters%5B" + name + "%5D="
                + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
