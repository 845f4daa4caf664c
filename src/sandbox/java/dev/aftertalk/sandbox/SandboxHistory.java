package dev.aftertalk.sandbox;

import static dev.aftertalk.sandbox.Fields.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The conversations that the sandbox's traffic has had, whether or not their events arrived: what iAdvize's lists are made of. */
@Component
@SandboxOnly
class SandboxHistory {

    private static final int MOST = 10_000;
    private static final List<String> QUESTIONS =
            List.of("customerSatisfaction", "netPromoterScore", "satisfactionComment");

    private final ObjectMapper json;
    private final Map<String, Map<String, Object>> closed = bounded();
    private final Map<String, Map<String, Object>> responses = bounded();

    SandboxHistory(ObjectMapper json) {
        this.json = json;
    }

    /** Something happened that a webhook tells of. */
    synchronized void happened(SampleEvent event) {
        boolean closing = event.eventType().equals("v2.conversation.closed");
        if (!closing && !event.eventType().equals("satisfaction.answered")) {
            return;
        }
        JsonNode told = read(event.body());
        String id = told.path("conversationId").asText();
        if (closing) {
            closed.put(id, conversation(id, told));
        } else if (closed.containsKey(id)) {
            Map<String, Object> response =
                    responses.computeIfAbsent(id, first -> fields("conversation", closed.get(first)));
            QUESTIONS.stream()
                    .filter(told::has)
                    .forEach(asked -> response.put(
                            asked,
                            told.get(asked).isNumber()
                                    ? (Object) told.get(asked).asInt()
                                    : told.get(asked).asText()));
        }
    }

    /** {@code closedConversations}. */
    synchronized List<Object> conversations(Map<String, Object> arguments) {
        return inside(closed, arguments, one -> one);
    }

    /** {@code satisfactionSurveyResponses}. */
    synchronized List<Object> responses(Map<String, Object> arguments) {
        return inside(responses, arguments, one -> (Map<?, ?>) one.get("conversation"));
    }

    private static List<Object> inside(
            Map<String, Map<String, Object>> all,
            Map<String, Object> arguments,
            Function<Map<String, Object>, Map<?, ?>> conversation) {
        Map<?, ?> interval = (Map<?, ?>) arguments.get("interval");
        Instant from = Instant.parse((String) interval.get("from"));
        Instant to = Instant.parse((String) interval.get("to"));
        List<Object> found = new ArrayList<>();
        for (Map<String, Object> one : all.values()) {
            Instant at = Instant.parse((String) conversation.apply(one).get("closedAt"));
            if (!at.isBefore(from) && !at.isAfter(to)) {
                found.add(one);
            }
        }
        return found;
    }

    private static Map<String, Object> conversation(String id, JsonNode told) {
        int project = SandboxTeam.project(id);
        List<Object> users = new ArrayList<>();
        SandboxTeam.operators(id)
                .forEach(one ->
                        users.add(fields("id", one.id(), "firstName", one.firstName(), "lastName", one.lastName())));
        Map<String, Object> visitor = fields("visitorId", text(told, "visitorId"));
        visitor.put("legacyVisitorId", text(told, "visitorExternalId"));
        Map<String, Object> conversation = fields("__typename", "Conversation", "id", id);
        String at = text(told, "createdAt");
        conversation.putAll(fields("createdAt", at, "closedAt", at, "channel", SandboxTeam.channel(id)));
        conversation.put("project", fields("id", project, "name", SandboxTeam.projectName(project)));
        conversation.putAll(fields("visitor", visitor, "users", users));
        return conversation;
    }

    private static String text(JsonNode told, String field) {
        return told.hasNonNull(field) ? told.get(field).asText() : null;
    }

    private JsonNode read(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The oldest goes when there are too many. */
    private static Map<String, Map<String, Object>> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Map<String, Object>> eldest) {
                return size() > MOST;
            }
        };
    }
}
