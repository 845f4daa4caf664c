package dev.aftertalk.connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.connectors.salesforce.RefusedFields.Instead;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.camel.RunTargets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The step of {@code salesforce-task-sink.kamelet.yaml}: writes a conversation as a Task of the person in the variable {@code lead}, once:
 * upserted by the conversation's id or, where the org has no field for it, found by the id in its subject. (SOQL can't search descriptions.)
 */
@Component("salesforceTask")
public class SalesforceTask {

    private static final Pattern CONVERSATION = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final int LONGEST_SUBJECT = 255;

    /** A task of nobody would be of no use. */
    private static final Instead OF_SOMEBODY = new Instead(List.of(), Set.of("WhoId"));

    /** Nor would one that the next run doesn't find by the id in its subject. */
    private static final Instead FINDABLE = new Instead(List.of(), Set.of("WhoId", "Subject"));

    private final SalesforceSettings settings;
    private final SalesforceRecords.Opened records;
    private final OrgField externalId;

    @Autowired
    SalesforceTask(SalesforceSettings settings) {
        this(settings, SalesforceRecords.Opened.IN_THE_ORG);
    }

    /** @param records where tasks are */
    SalesforceTask(SalesforceSettings settings, SalesforceRecords.Opened records) {
        this.settings = settings;
        this.records = records;
        this.externalId = new OrgField(settings.taskExternalId());
    }

    /** Creates the conversation's task, or brings it up to date; the variable {@code task} then holds its id. */
    public void upsert(Exchange exchange) {
        settings.check();
        String conversation = conversationId(exchange.getMessage().getBody());
        String person = personId(exchange.getVariable("lead"));
        SalesforceConnector salesforce = SalesforceConnector.of(exchange.getContext());
        Map<String, Object> fields = new LinkedHashMap<>(
                salesforce.fields("Task", "taskFields", exchange.getVariable("taskFields", String.class), exchange));
        fields.put("WhoId", person);
        RefusedFields refused = new RefusedFields("Task", note -> RunTargets.note(exchange, note));
        SalesforceRecords tasks = records.of(exchange, "Task", refused);
        try {
            String id = upsert(tasks, conversation, person, fields);
            exchange.setVariable("task", Map.of("id", id));
            RunTargets.add(exchange, "Task " + id);
        } catch (SalesforceRefusal refusal) {
            throw SalesforceFaults.of(refusal);
        }
    }

    private String upsert(SalesforceRecords tasks, String conversation, String person, Map<String, Object> fields)
            throws SalesforceRefusal {
        if (externalId.usable()) {
            try {
                return tasks.upsert(externalId.name(), conversation, fields, OF_SOMEBODY);
            } catch (SalesforceRefusal refusal) {
                if (refusal.status() == 300 && !refusal.choices().isEmpty()) {
                    return update(tasks, Duplicates.choices(refusal).get(0), fields);
                }
                if (!externalId.isAbsentBy(refusal)) {
                    throw refusal;
                }
            }
        }
        fields.put("Subject", naming(conversation, (String) fields.getOrDefault("Subject", "iAdvize conversation")));
        List<JsonNode> found = tasks.find(
                "Id",
                "WhoId = " + Soql.text(person) + " AND Subject LIKE " + Soql.containing(conversation)
                        + " ORDER BY CreatedDate LIMIT 1");
        return found.isEmpty()
                ? tasks.create(fields, FINDABLE)
                : update(tasks, JsonAnswers.text(found.get(0), "Id"), fields);
    }

    private static String update(SalesforceRecords tasks, String id, Map<String, Object> fields)
            throws SalesforceRefusal {
        tasks.update(id, fields, OF_SOMEBODY);
        return id;
    }

    private static String naming(String conversation, String subject) {
        if (subject.contains(conversation)) {
            return subject;
        }
        String suffix = " (" + conversation + ")";
        int longest = LONGEST_SUBJECT - suffix.length();
        return (subject.length() > longest ? subject.substring(0, longest) : subject) + suffix;
    }

    private static String conversationId(Object event) {
        Object id = event instanceof Map<?, ?> map ? map.get("conversationId") : null;
        if (id == null || !CONVERSATION.matcher(id.toString()).matches()) {
            throw new PermanentException("There is no conversation to make a Salesforce task of: the event names none");
        }
        return id.toString();
    }

    private static String personId(Object lead) {
        if (lead instanceof Map<?, ?> person && person.get("id") instanceof String id) {
            return id;
        }
        throw new PermanentException("There is no lead to make a task for: use kamelet:salesforce-lead-sink before");
    }
}
