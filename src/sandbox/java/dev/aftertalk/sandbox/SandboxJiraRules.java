package dev.aftertalk.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a Jira refuses, in the words of the real one. */
final class SandboxJiraRules {

    static final List<String> TYPES = List.of("Task", "Bug", "Story");
    private static final int LONGEST_SUMMARY = 255;
    private static final int LONGEST_DESCRIPTION = 32_767;

    private SandboxJiraRules() {}

    /** Each refused field with the reason; a Bug must have an impact, to see what a mandatory field of one's own does. */
    static Map<String, String> faults(Map<String, Object> fields, boolean request) {
        Map<String, String> faults = new LinkedHashMap<>();
        String summary = fields.get("summary") instanceof String text ? text : "";
        if (summary.isBlank()) {
            faults.put("summary", "You must specify a summary of the issue.");
        } else if (summary.contains("\n")) {
            faults.put("summary", "The summary is invalid because it contains newline characters.");
        } else if (summary.length() > LONGEST_SUMMARY) {
            faults.put("summary", "Summary must be less than or equal to 255 characters.");
        }
        Object description = fields.get("description");
        if (description != null && PeerAnswer.json(400, description).json().length() > LONGEST_DESCRIPTION) {
            faults.put(
                    "description", "The entered text is too long. It exceeds the allowed limit of 32,767 characters.");
        } else if (description != null && !(description instanceof Map<?, ?> adf && "doc".equals(adf.get("type")))) {
            faults.put(
                    "description", "Operation value must be an Atlassian Document (see the Atlassian Document Format)");
        }
        if (!request) {
            issue(fields, faults);
        }
        return faults;
    }

    private static void issue(Map<String, Object> fields, Map<String, String> faults) {
        if (!(fields.get("project") instanceof Map<?, ?> project) || !"CUST".equals(project.get("key"))) {
            faults.put("project", "valid project is required");
        }
        Object type = fields.get("issuetype") instanceof Map<?, ?> given ? given.get("name") : null;
        if (type == null || !TYPES.contains(type.toString())) {
            faults.put("issuetype", "Specify a valid issue type");
        }
        if ("Bug".equals(type) && fields.get("customfield_10050") == null) {
            faults.put("customfield_10050", "Impact is required.");
        }
        if (fields.get("labels") instanceof List<?> labels
                && labels.stream().anyMatch(label -> label.toString().contains(" "))) {
            faults.put("labels", "The label contains spaces which is invalid.");
        }
    }
}
