package dev.aftertalk.sandbox;

import static dev.aftertalk.sandbox.Fields.fields;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conversations that were closed, and what their visitors answered: what the lists of iAdvize's GraphQL are made of. */
public final class ConversationLists {

    private final Map<String, Map<String, Object>> closed;
    private final Map<String, Map<String, Object>> responses;

    /** @param kept how many of each; the oldest goes when there are more */
    public ConversationLists(int kept) {
        closed = bounded(kept);
        responses = bounded(kept);
    }

    /** @param conversation in the form of the schema */
    public synchronized void closed(Map<String, Object> conversation) {
        closed.put((String) conversation.get("id"), conversation);
    }

    /** The conversation with this id, or null. */
    synchronized Map<String, Object> find(String id) {
        return closed.get(id);
    }

    /** What the visitor of a conversation answered beside what is known. */
    public synchronized void answered(Map<String, Object> conversation, Map<String, Object> answers) {
        responses
                .computeIfAbsent((String) conversation.get("id"), first -> fields("conversation", conversation))
                .putAll(answers);
    }

    /** {@code closedConversations} and {@code satisfactionSurveyResponses} of an interval; null for another field. */
    public synchronized List<Map<String, Object>> list(String field, Map<String, Object> arguments) {
        return switch (field) {
            case "closedConversations" -> inside(closed, arguments);
            case "satisfactionSurveyResponses" -> inside(responses, arguments);
            default -> null;
        };
    }

    private static List<Map<String, Object>> inside(
            Map<String, Map<String, Object>> all, Map<String, Object> arguments) {
        Map<?, ?> interval = (Map<?, ?>) arguments.get("interval");
        Instant from = Instant.parse((String) interval.get("from"));
        Instant to = Instant.parse((String) interval.get("to"));
        return all.values().stream()
                .filter(one -> {
                    Map<?, ?> conversation = (Map<?, ?>) one.getOrDefault("conversation", one);
                    Instant at = Instant.parse((String) conversation.get("closedAt"));
                    return !at.isBefore(from) && !at.isAfter(to);
                })
                .toList();
    }

    public synchronized void empty() {
        closed.clear();
        responses.clear();
    }

    private static Map<String, Map<String, Object>> bounded(int kept) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Map<String, Object>> eldest) {
                return size() > kept;
            }
        };
    }
}
