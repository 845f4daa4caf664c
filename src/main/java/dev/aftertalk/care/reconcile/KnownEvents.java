package dev.aftertalk.care.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.care.retention.ErasedIds;
import dev.aftertalk.connectors.iadvize.PastConversation;
import dev.aftertalk.ledger.history.EventsOfType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the ledger has of conversations that iAdvize lists. */
@Component
class KnownEvents {

    private static final Set<String> IADVIZES = Set.of("webhook", PastEvents.ORIGIN);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient database;
    private final ErasedIds erased;

    KnownEvents(JdbcClient database, ErasedIds erased) {
        this.database = database;
        this.erased = erased;
    }

    /** An event that is in the ledger. */
    record Known(String conversationId, long createdAt, long receivedAt, String origin, JsonNode body) {

        /** Whether iAdvize has it, too. What this server made itself, such as an answer on its own survey page, is not in iAdvize's lists. */
        boolean isIadvizes() {
            return IADVIZES.contains(origin);
        }

        /** What it says of a question, or null. */
        JsonNode answer(String question) {
            JsonNode value = body.get(question);
            return value == null || value.isNull() ? null : value;
        }
    }

    /** The events of a type, oldest first. */
    List<Known> of(String type, Set<String> conversations) {
        if (conversations.isEmpty()) {
            return List.of();
        }
        List<Known> known = new ArrayList<>(EventsOfType.of(database, type, conversations).stream()
                .map(past -> new Known(
                        past.conversationId(), past.createdAt(), past.receivedAt(), past.origin(), parsed(past.body())))
                .toList());
        known.sort((one, other) -> Long.compare(one.createdAt(), other.createdAt()));
        return known;
    }

    /** The ids of those conversations that were erased here, or that an erased visitor had before the erasure. */
    Set<String> erased(List<PastConversation> conversations) {
        Map<String, Instant> found = erased.among(conversations.stream()
                .flatMap(past -> Stream.concat(Stream.of(ErasedIds.conversation(past.id())), visitors(past)))
                .collect(Collectors.toSet()));
        return conversations.stream()
                .filter(past -> found.containsKey(ErasedIds.conversation(past.id()))
                        || visitors(past)
                                .map(found::get)
                                .anyMatch(at -> at != null && !past.closedAt().isAfter(at)))
                .map(PastConversation::id)
                .collect(Collectors.toSet());
    }

    private static Stream<String> visitors(PastConversation past) {
        return Stream.of(past.visitorId(), past.legacyVisitorId())
                .filter(Objects::nonNull)
                .map(ErasedIds::visitor);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.nullNode(); // it was JSON when it was accepted
        }
    }
}
