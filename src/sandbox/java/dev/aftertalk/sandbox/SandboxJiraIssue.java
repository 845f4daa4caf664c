package dev.aftertalk.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An issue of a Jira.
 *
 * @param fields as they were given, so the description is in Jira's document format
 * @param request whether it was raised at a service desk
 */
public record SandboxJiraIssue(
        String key,
        Instant createdAt,
        boolean request,
        Map<String, Object> fields,
        List<String> labels,
        List<Attachment> attachments) {

    /** A file of an issue. */
    public record Attachment(String id, String filename, int size, byte[] content) {}

    void label(String label) {
        if (!labels.contains(label)) {
            labels.add(label);
        }
    }

    /** The issue's title. */
    public String summary() {
        return String.valueOf(fields.get("summary"));
    }

    /** When it was opened, for a reader. */
    public ShownTime created() {
        return ShownTime.at(createdAt);
    }

    /** Name, key or id of a field that Jira holds as an object, or "". */
    public String named(String field) {
        Object value = fields.get(field);
        if (!(value instanceof Map<?, ?> object)) {
            return value == null ? "" : value.toString();
        }
        for (String name : new String[] {"name", "key", "value", "id"}) {
            if (object.get(name) != null) {
                return object.get(name).toString();
            }
        }
        return "";
    }
}
