package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.EventTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers a conversation's messages page by page, up to a most, and knows whether and where to go on. */
final class TranscriptPages {

    /** iAdvize gives no more at once. */
    private static final int PAGE = 100;

    /** Many times a long conversation; only somebody who means harm writes more. */
    private static final int LONGEST = 2_000_000;

    private final int most;
    private final List<Map<String, Object>> messages = new ArrayList<>();
    private final Map<Object, Map<String, Object>> operators = new LinkedHashMap<>();
    private int read;
    private int pages;
    private int length;
    private String cursor;
    private boolean more;
    private boolean truncated;

    TranscriptPages(int most) {
        this.most = most;
    }

    /** Takes a page: a connection, or a plain list. */
    void add(JsonNode page, String visitor) {
        JsonNode nodes = page.isArray() ? page : page.has("edges") ? page.get("edges") : page.path("nodes");
        for (JsonNode edge : nodes) {
            if (read >= most || length >= LONGEST) {
                truncated = true;
                break;
            }
            read++;
            take(page.has("edges") ? edge.path("node") : edge, visitor);
        }
        String end = JsonAnswers.text(page.path("pageInfo"), "endCursor");
        boolean there = page.path("pageInfo").path("hasNextPage").asBoolean() && end != null && !end.equals(cursor);
        cursor = end;
        pages++;
        boolean bound = read >= most || length >= LONGEST || pages > 2 * (most / PAGE + 5);
        truncated |= there && bound;
        more = there && !bound;
    }

    /** Ends with what there is, because the rest can't be had. */
    void end() {
        more = false;
    }

    boolean more() {
        return more;
    }

    /** Behind which message the next page begins. */
    String cursor() {
        return cursor;
    }

    /** How many messages to ask for. */
    int size() {
        return Math.min(PAGE, most - read);
    }

    boolean truncated() {
        return truncated;
    }

    List<Map<String, Object>> operators() {
        return new ArrayList<>(operators.values());
    }

    /** The messages, oldest first; as iAdvize orders them where a date can't be read. */
    List<Map<String, Object>> messages() {
        Map<Map<String, Object>, Instant> times = new IdentityHashMap<>();
        for (Map<String, Object> message : messages) {
            Instant time = time(message.get("createdAt"));
            if (time == null) {
                return messages;
            }
            times.put(message, time);
        }
        messages.sort(Comparator.comparing(times::get));
        return messages;
    }

    private void take(JsonNode node, String visitor) {
        Map<String, Object> operator = MessageMapper.operator(node);
        if (operator != null) {
            operators.putIfAbsent(operator.getOrDefault("id", operator), operator);
        }
        Map<String, Object> message = MessageMapper.message(node, visitor);
        if (message != null) {
            messages.add(message);
            length += message.get("text").toString().length();
        }
    }

    private static Instant time(Object createdAt) {
        OffsetDateTime time = createdAt == null ? null : EventTime.parse(createdAt.toString());
        return time == null ? null : time.toInstant();
    }
}
