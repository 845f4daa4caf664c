package dev.aftertalk.durability;

import dev.aftertalk.testing.Visitors;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What iAdvize sends about conversations, one after the other, and what must come of it. One visitor in four has been here before, every
 * other one rates, and half of those change their mind without going from good to bad.
 */
final class Conversations {

    private static final int FIRST_VISITOR = 100_000;
    private static final int WORST_GOOD_SCORE = 3;

    private final Queue<Event> next = new ArrayDeque<>();
    private final Map<String, Integer> types = new TreeMap<>();
    private final Set<String> events = new HashSet<>();
    private final Set<String> closed = new HashSet<>();
    private final Set<String> visitors = new HashSet<>();
    private final Map<String, Integer> scores = new HashMap<>();
    private final Map<String, Integer> recommendations = new HashMap<>();
    private int begun;

    /** What is sent, and what it changes in what is expected. */
    private record Event(String type, String id, String json, Runnable expected) {}

    /** The next event to send. */
    synchronized String next() {
        if (next.isEmpty()) {
            converse(begun++);
        }
        Event event = next.remove();
        types.merge(event.type(), 1, Integer::sum);
        events.add(event.id());
        event.expected().run();
        return event.json();
    }

    private void converse(int number) {
        String conversation = UUID.randomUUID().toString();
        int visitor = FIRST_VISITOR + (number % 4 == 3 ? number - 3 : number);
        String about =
                "\"conversationId\": \"%s\", \"operatorIds\": [1, 2], \"operatorId\": 1, \"visitorExternalId\": \"%d\", \"visitorId\": \"%s\", \"channel\": \"CHAT\""
                        .formatted(conversation, visitor, new UUID(1, visitor));
        if (number % 2 == 0) {
            add("v2.conversation.pushed", 0, about, () -> {});
        }
        add("v2.conversation.closed", 1, about, () -> {
            closed.add(conversation);
            visitors.add("v" + visitor + "@visitors.test");
        });
        if (number % 2 == 0) {
            int score = number / 2 % 5 + 1;
            rate(conversation, 2, score);
            if (number % 4 == 0) {
                rate(conversation, 3, score < WORST_GOOD_SCORE ? 3 - score : score == 5 ? 3 : score + 1);
            }
        }
        if (number % 3 == 0) {
            int recommendation = number / 3 % 11;
            answer(
                    conversation,
                    4,
                    "\"netPromoterScore\": " + recommendation,
                    () -> recommendations.put(conversation, recommendation));
        }
        if (number % 5 == 0) {
            add(
                    "visitor.updated",
                    5,
                    "\"operatorId\": 1, \"visitorId\": \"%s\"".formatted(Visitors.uniqueId(visitor)),
                    () -> {});
        }
    }

    private void rate(String conversation, int later, int score) {
        answer(conversation, later, "\"customerSatisfaction\": " + score, () -> scores.put(conversation, score));
    }

    private void answer(String conversation, int later, String answer, Runnable expected) {
        add("satisfaction.answered", later, "\"conversationId\": \"%s\", %s".formatted(conversation, answer), expected);
    }

    private void add(String type, int later, String fields, Runnable expected) {
        String id = UUID.randomUUID().toString();
        next.add(new Event(
                type,
                id,
                "{\"eventId\": \"%s\", \"eventType\": \"%s\", \"platform\": \"ha\", \"projectId\": 1, \"clientId\": 1, \"createdAt\": \"%s\", %s}"
                        .formatted(id, type, Instant.now().plusMillis(later), fields),
                expected));
    }

    /** How many events of each type. */
    synchronized Map<String, Integer> types() {
        return Map.copyOf(types);
    }

    synchronized Set<String> events() {
        return Set.copyOf(events);
    }

    synchronized Set<String> closed() {
        return Set.copyOf(closed);
    }

    /** The addresses of those whose conversations have closed. */
    synchronized Set<String> visitors() {
        return Set.copyOf(visitors);
    }

    /** The last score of each conversation that was rated. */
    synchronized Map<String, Integer> scores() {
        return Map.copyOf(scores);
    }

    synchronized Map<String, Integer> recommendations() {
        return Map.copyOf(recommendations);
    }
}
