package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.EventTime;
import dev.aftertalk.ledger.PermanentException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the pages of iAdvize's lists. An entry that is not what it should be is counted, never guessed at. */
final class HistoryReader {

    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");
    private static final int LONGEST_CURSOR = 4000;
    private static final int LONGEST_COMMENT = 100_000;

    private HistoryReader() {}

    /** @param list the list in an answer's {@code data} */
    static HistoryPage page(JsonNode list, boolean ofAnswers) {
        List<PastConversation> all = new ArrayList<>();
        int unusable = 0;
        for (JsonNode edge : list.path("edges")) {
            JsonNode node = edge.path("node");
            Optional<PastConversation> read = ofAnswers
                    ? conversation(node.path("conversation"), answers(node), time(node, HistoryQuery.ANSWERED))
                    : conversation(node, Map.of(), null);
            read.ifPresent(all::add);
            unusable += read.isPresent() ? 0 : 1;
        }
        JsonNode page = list.path("pageInfo");
        String next =
                page.path("hasNextPage").asBoolean() ? page.path("endCursor").asText("") : null;
        if (next != null && (next.isEmpty() || next.length() > LONGEST_CURSOR)) {
            throw new PermanentException(
                    "iAdvize says that its list goes on, but not after which entry (no usable endCursor)");
        }
        return new HistoryPage(all, unusable, next);
    }

    private static Optional<PastConversation> conversation(JsonNode node, Map<String, Object> answers, Instant at) {
        String id = JsonAnswers.text(node, "id");
        Instant closed = time(node, List.of("closedAt"));
        if (id == null || !ID.matcher(id).matches() || closed == null) {
            return Optional.empty();
        }
        List<Long> operators = new ArrayList<>();
        for (JsonNode one : node.path(node.path("users").isArray() ? "users" : "agents")) {
            Long number = number(one);
            if (number != null && !operators.contains(number)) {
                operators.add(number);
            }
        }
        JsonNode visitor = node.path("visitor");
        return Optional.of(new PastConversation(
                id,
                closed,
                number(node.path("project")),
                JsonAnswers.text(node, "channel"),
                JsonAnswers.text(visitor, "visitorId"),
                JsonAnswers.text(visitor, "legacyVisitorId"),
                operators,
                answers,
                at));
    }

    private static Map<String, Object> answers(JsonNode node) {
        Map<String, Object> answers = new LinkedHashMap<>();
        for (String question : HistoryQuery.SCORES) {
            if (node.path(question).isIntegralNumber()) {
                answers.put(question, node.get(question).asInt());
            }
        }
        String comment = JsonAnswers.text(node, HistoryQuery.COMMENT);
        if (comment != null) {
            answers.put(HistoryQuery.COMMENT, comment.substring(0, Math.min(comment.length(), LONGEST_COMMENT)));
        }
        return answers;
    }

    private static Long number(JsonNode object) {
        String text = JsonAnswers.text(object, "id");
        return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }

    private static Instant time(JsonNode object, List<String> names) {
        for (String name : names) {
            OffsetDateTime time = EventTime.parse(JsonAnswers.text(object, name));
            if (time != null) {
                return time.toInstant();
            }
        }
        return null;
    }
}
