package dev.aftertalk.sandbox;

import static dev.aftertalk.sandbox.Fields.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The conversations that the sandbox's traffic has had, whether or not their events arrived: what iAdvize's lists are made of. */
@Component
@SandboxOnly
class SandboxHistory {

    private static final int MOST = 10_000;
    private static final List<String> QUESTIONS =
            List.of("customerSatisfaction", "netPromoterScore", "satisfactionComment");

    private final ObjectMapper json;
    private final ConversationLists lists = new ConversationLists(MOST);

    SandboxHistory(ObjectMapper json) {
        this.json = json;
    }

    /** Something happened that a webhook tells of. */
    void happened(SampleEvent event) {
        boolean closing = event.eventType().equals("v2.conversation.closed");
        if (!closing && !event.eventType().equals("satisfaction.answered")) {
            return;
        }
        JsonNode told = read(event.body());
        String id = told.path("conversationId").asText();
        Map<String, Object> conversation = lists.find(id);
        if (closing) {
            lists.closed(conversation(id, told));
        } else if (conversation != null) {
            Map<String, Object> answers = new LinkedHashMap<>();
            QUESTIONS.stream().filter(told::has).forEach(asked -> answers.put(asked, value(told.get(asked))));
            lists.answered(conversation, answers);
        }
    }

    private static Object value(JsonNode told) {
        return told.isNumber() ? (Object) told.asInt() : told.asText();
    }

    /** One of the lists. */
    List<Map<String, Object>> list(String field, Map<String, Object> arguments) {
        return lists.list(field, arguments);
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
}
