package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Makes the draft of an issue out of the event, the variables of its workflow and the endpoint's options. */
final class TicketDrafts {

    private static final int LONGEST_SUMMARY = 255;

    private final JiraSettings settings;
    private final JiraFields jiraFields = new JiraFields();

    TicketDrafts(JiraSettings settings) {
        this.settings = settings;
    }

    /** @param options evaluated for this event */
    TicketDraft of(Exchange exchange, JiraIssueOptions options) {
        Map<?, ?> conversation = map(exchange, "conversation");
        String conversationId = conversationId(exchange.getMessage().getBody(), conversation);
        List<String> labels = JiraLabels.of(JiraLabels.ofConversation(conversationId), options.getLabels());
        TicketText text = new TicketText(
                labels.get(0),
                either(map(exchange, "satisfaction"), conversation.get("satisfaction")),
                conversation,
                either(map(exchange, "visitor"), conversation.get("visitor")),
                options.getLink());
        TicketText.Description description = text.description();
        boolean desk = !options.getServiceDeskId().isEmpty();
        ObjectNode fields = fields(exchange, options, description.document());
        return new TicketDraft(
                conversationId,
                labels,
                desk,
                desk ? deskRequest(options, fields) : issue(options, fields, labels),
                description.cut() ? text.transcript().getBytes(StandardCharsets.UTF_8) : null,
                () -> text.whole(description).getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode fields(Exchange exchange, JiraIssueOptions options, ObjectNode description) {
        ObjectNode fields = jiraFields.of(exchange);
        String summary = PlainText.line(options.getSummary(), LONGEST_SUMMARY);
        if (summary.isEmpty()) {
            throw new PermanentException(
                    "The Jira issue has no summary: give jira-ticket-sink one that is never empty");
        }
        fields.put("summary", summary);
        fields.set("description", description);
        String priority = options.getPriority();
        if (!priority.isEmpty()) {
            fields.set("priority", named(priority, "name"));
        }
        return fields;
    }

    private ObjectNode issue(JiraIssueOptions options, ObjectNode fields, List<String> labels) {
        String project = or(options.getProject(), settings.project());
        if (project.isEmpty()) {
            throw new PermanentException("Jira is not configured: set jira.project, or project in the workflow");
        }
        fields.set("project", named(project, "key"));
        fields.set("issuetype", named(or(options.getIssueType(), settings.issueType()), "name"));
        labels.forEach(fields.putArray("labels")::add);
        return (ObjectNode) JsonNodeFactory.instance.objectNode().set("fields", fields);
    }

    private static ObjectNode deskRequest(JiraIssueOptions options, ObjectNode fields) {
        String type = options.getRequestTypeId();
        if (type.isEmpty()) {
            throw new PermanentException(
                    "jira-ticket-sink has a serviceDeskId but no requestTypeId: set it in the workflow");
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("serviceDeskId", options.getServiceDeskId())
                .put("requestTypeId", type)
                .put("isAdfRequest", true);
        return (ObjectNode) request.set("requestFieldValues", fields);
    }

    /** Jira names things by id or by a name; ids are all digits. */
    private static ObjectNode named(String value, String name) {
        return JsonNodeFactory.instance.objectNode().put(value.matches("\\d+") ? "id" : name, value);
    }

    private static String conversationId(Object event, Map<?, ?> conversation) {
        Object id = event instanceof Map<?, ?> map ? map.get("conversationId") : null;
        id = id == null ? conversation.get("conversationId") : id;
        String text =
                id instanceof String || id instanceof Number ? id.toString().strip() : "";
        if (text.isEmpty()) {
            throw new PermanentException("No Jira issue can be opened: the event names no conversation");
        }
        return text;
    }

    private static Map<?, ?> map(Exchange exchange, String variable) {
        return exchange.getVariable(variable) instanceof Map<?, ?> found ? found : Map.of();
    }

    private static Map<?, ?> either(Map<?, ?> first, Object second) {
        return first.isEmpty() && second instanceof Map<?, ?> other ? other : first;
    }

    private static String or(String value, String otherwise) {
        return value.isEmpty() ? otherwise : value;
    }
}
