package dev.aftertalk.sandbox;

import static dev.aftertalk.sandbox.Fields.fields;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Header;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The conversations that the sandbox's iAdvize ({@code sandbox/iadvize.camel.yaml}) knows, in the form of its answers. All of it follows from
 * the id alone, so a conversation is the same at every look-up and after every start.
 */
@Component("sandboxConversations")
@Profile("sandbox")
public class SandboxConversations {

    private static final Instant START = Instant.parse("2019-04-12T07:48:35Z");
    private static final String UNKNOWN = "00000000-0000-0000-0000-000000000000";
    private static final List<List<String>> TAGS = List.of(
            List.of("Livraison"), List.of("Retour"), List.of("Commande", "Livraison"), List.of("Conseil"), List.of());
    private static final List<String> TIERS = List.of("bronze", "silver", "gold");

    private final SandboxVisitors visitors;
    private final SandboxHistory history;
    private final GraphqlPeer graphql;

    SandboxConversations(SandboxVisitors visitors, SandboxHistory history) {
        this.visitors = visitors;
        this.history = history;
        this.graphql = new GraphqlPeer(schema(), this::resolve);
    }

    /** GraphQL: a query for a conversation, its custom data, the lists of them or the schema. */
    public Map<String, Object> graphql(Map<String, Object> request) {
        return graphql.answer(request);
    }

    /** REST: {@code GET /conversation.json-unicode/{id}}. */
    public Map<String, Object> byId(@Header("id") String id) {
        if (id == null || !id.matches("[1-9]\\d{0,17}")) {
            return Map.of("meta", Map.of("status", "fail", "message", "Unknown 'conversation' with 'id' " + id + "."));
        }
        Map<String, Object> data = fields("id", Long.parseLong(id), "channel", "chat");
        data.putAll(fields("visitor_uid", visitors.uniqueId(id), "history", talk(id).history()));
        data.putAll(fields("operator_answer", true, "operator_closed", true, "waitinglist", false));
        data.putAll(fields("page_type", "product", "created_at", "2019-04-12 09:48:35"));
        data.putAll(fields("closed_at", "2019-04-12 09:58:35", "website_id", SandboxTeam.project(id)));
        data.putAll(fields("operator_id", SandboxTeam.operators(id).get(0).id(), "skill_id", 1));
        data.putAll(fields("tag_list", List.of(123), "rule_id", 1, "xmpp_id", SandboxVisitors.hash(id)));
        data.put("_link", "/conversation/" + id);
        return fields("meta", Map.of("status", "success"), "data", data);
    }

    /** REST: {@code GET /conversation.json-unicode}: a visitor's number does not lead to the conversations made up for UUIDs. */
    public Map<String, Object> search() {
        Map<String, Object> page = fields("page", 1, "pages", 1, "limit", 20, "count", 0);
        return fields("meta", Map.of("status", "success"), "data", List.of(), "pagination", page);
    }

    private Object resolve(String field, Map<String, Object> arguments) {
        return switch (field) {
            case "conversation" -> conversation(String.valueOf(arguments.get("id")));
            case "visitorConversationCustomData" -> customData(String.valueOf(arguments.get("conversationId")));
            case "closedConversations" -> history.conversations(arguments);
            case "satisfactionSurveyResponses" -> history.responses(arguments);
            default -> throw new IllegalArgumentException(field);
        };
    }

    private static String schema() {
        try (InputStream file = SandboxConversations.class.getResourceAsStream("/sandbox/iadvize.graphqls")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> conversation(String id) {
        if (id.equals(UNKNOWN)) {
            return null;
        }
        SandboxTalk talk = talk(id);
        Map<String, Object> conversation = fields("__typename", "Conversation", "id", id);
        conversation.putAll(fields("legacyId", SandboxVisitors.number(SandboxVisitors.hash(id)), "createdAt", START));
        conversation.putAll(
                fields("closedAt", START.plusSeconds(600), "channel", SandboxTeam.channel(id), "duration", "PT600S"));
        conversation.put("language", fields("__typename", "Language", "code", talk.language()));
        int project = SandboxTeam.project(id);
        conversation.put(
                "project", fields("__typename", "Project", "id", project, "name", SandboxTeam.projectName(project)));
        conversation.put("visitor", visitors.graphql(id, START.toString()));
        conversation.put("satisfactionSurvey", survey(id));
        List<Object> tags = new ArrayList<>();
        for (String tag : SandboxVisitors.first(id) ? TAGS.get(0) : TAGS.get(talk.choice(TAGS.size(), 3))) {
            tags.add(fields("__typename", "ConversationTag", "name", tag));
        }
        conversation.put("tags", tags);
        String ticket = talk.choice(20, 5) == 0 ? "yes" : "no";
        conversation.put(
                "closingFormValues",
                List.of(fields("__typename", "ClosingFormValue", "label", "Create ticket", "value", ticket)));
        conversation.put("messages", talk.messages());
        conversation.replaceAll((name, value) -> value instanceof Instant ? value.toString() : value);
        return conversation;
    }

    private Map<String, Object> survey(String id) {
        return SandboxSurvey.of(id)
                .map(given -> {
                    Map<String, Object> survey = fields("__typename", "SatisfactionSurvey");
                    survey.putAll(fields("customerSatisfaction", given.customerSatisfaction()));
                    survey.putAll(fields(
                            "netPromoterScore", given.netPromoterScore(), "satisfactionComment", given.comment()));
                    return survey;
                })
                .orElse(null);
    }

    private Map<String, Object> customData(String id) {
        Map<String, Object> tier = fields("__typename", "VisitorConversationCustomDataEntryString");
        tier.putAll(fields("label", "Customer tier", "key", "customer_tier"));
        tier.put("stringValue", TIERS.get(talk(id).choice(TIERS.size(), 13)));
        return fields("__typename", "VisitorConversationCustomData", "customData", List.of(tier));
    }

    private SandboxTalk talk(String id) {
        return new SandboxTalk(id, visitors.graphql(id, START.toString()), START);
    }
}
