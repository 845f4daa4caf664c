package dev.aftertalk.sandbox;

import static dev.aftertalk.sandbox.Fields.fields;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The conversations that the sandbox's iAdvize knows, in the form of its answers, and their visitors. All of it follows from
 * the id alone, so a conversation is the same at every look-up and after every start.
 */
@Component
@SandboxOnly
class SandboxConversations implements IadvizeData {

    private static final Instant START = Instant.parse("2019-04-12T07:48:35Z");
    private static final String UNKNOWN = "00000000-0000-0000-0000-000000000000";
    private static final List<List<String>> TAGS = List.of(
            List.of("Livraison"), List.of("Retour"), List.of("Commande", "Livraison"), List.of("Conseil"), List.of());
    private static final List<String> TIERS = List.of("bronze", "silver", "gold");

    private final SandboxVisitors visitors;
    private final SandboxHistory history;

    SandboxConversations(SandboxVisitors visitors, SandboxHistory history) {
        this.visitors = visitors;
        this.history = history;
    }

    @Override
    public Map<String, Object> visitor(String id) {
        return visitors.byId(id);
    }

    @Override
    public Map<String, Object> visitorWith(String uniqueId) {
        return visitors.byUniqueId(uniqueId);
    }

    @Override
    public Map<String, Object> conversation(String id) {
        if (!id.matches("[1-9]\\d{0,17}")) {
            return null;
        }
        Map<String, Object> data = fields("id", Long.parseLong(id), "channel", "chat");
        data.putAll(fields("visitor_uid", visitors.uniqueId(id), "history", talk(id).history()));
        data.putAll(fields("operator_answer", true, "operator_closed", true, "waitinglist", false));
        data.putAll(fields("page_type", "product", "created_at", "2019-04-12 09:48:35"));
        data.putAll(fields("closed_at", "2019-04-12 09:58:35", "website_id", SandboxTeam.project(id)));
        data.putAll(fields("operator_id", SandboxTeam.operators(id).get(0).id(), "skill_id", 1));
        data.putAll(fields("tag_list", List.of(123), "rule_id", 1, "xmpp_id", SandboxVisitors.hash(id)));
        data.put("_link", "/conversation/" + id);
        return data;
    }

    @Override
    public Object field(String name, Map<String, Object> arguments) {
        return switch (name) {
            case "conversation" -> told(String.valueOf(arguments.get("id")));
            case "visitorConversationCustomData" -> customData(String.valueOf(arguments.get("conversationId")));
            default -> history.list(name, arguments);
        };
    }

    private Map<String, Object> told(String id) {
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
        String next = talk.choice(20, 5) == 0 ? "Open a ticket" : "Nothing"; // what the shipped workflow looks for
        conversation.put(
                "closingFormValues",
                List.of(fields("__typename", "ClosingFormValue", "label", "Next step", "value", next)));
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
