package dev.aftertalk.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Jira tells of itself: who asks, what that user may do in a project, and which fields the forms have by which {@link SandboxJiraRules} judges
 * issues.
 */
final class SandboxJiraMeta {

    private static final String PROJECT = "CUST";
    private static final Pattern CREATE =
            Pattern.compile("GET /rest/api/3/issue/createmeta/([^/]+)/issuetypes(?:/([^/]+))?");
    private static final Pattern DESK =
            Pattern.compile("GET /rest/servicedeskapi/servicedesk/[^/]+/requesttype/[^/]+/field");

    private SandboxJiraMeta() {}

    /** Empty when something else is asked for. */
    static Optional<PeerAnswer> answer(PeerRequest request) {
        Matcher create = CREATE.matcher(request.call());
        if (create.matches()) {
            return Optional.of(create(create.group(1), create.group(2)));
        }
        if (DESK.matcher(request.call()).matches()) {
            return Optional.of(desk());
        }
        return switch (request.call()) {
            case "GET /rest/api/3/myself" ->
                Optional.of(PeerAnswer.json(
                        200,
                        Map.of("accountId", "5b10a2844c20165700ede21g", "displayName", "Aftertalk", "active", true)));
            case "GET /rest/api/3/mypermissions" -> Optional.of(permissions(request.parameters()));
            default -> Optional.empty();
        };
    }

    private static PeerAnswer permissions(Map<String, String> asked) {
        String project = asked.getOrDefault("projectKey", PROJECT);
        if (!project.equals(PROJECT)) {
            return unknown(project);
        }
        Map<String, Object> permissions = new TreeMap<>();
        for (String key : asked.getOrDefault("permissions", "").split(",")) {
            permissions.put(key, Map.of("key", key, "type", "PROJECT", "havePermission", true));
        }
        return PeerAnswer.json(200, Map.of("permissions", permissions));
    }

    private static PeerAnswer create(String project, String type) {
        if (!project.equals(PROJECT)) {
            return unknown(project);
        }
        List<Map<String, Object>> types = new ArrayList<>();
        for (String name : SandboxJiraRules.TYPES) {
            types.add(Map.of("id", id(name), "name", name, "subtask", false));
        }
        if (type == null) {
            return PeerAnswer.json(200, page("issueTypes", types));
        }
        return SandboxJiraRules.TYPES.stream()
                .filter(name -> id(name).equals(type))
                .findFirst()
                .map(name -> PeerAnswer.json(200, page("fields", fields(name))))
                .orElseGet(() -> errors("No issue type could be found with id '" + type + "'."));
    }

    private static String id(String type) {
        return String.valueOf(10_001 + SandboxJiraRules.TYPES.indexOf(type));
    }

    private static List<Map<String, Object>> fields(String type) {
        List<Map<String, Object>> fields = new ArrayList<>(List.of(
                field("project", "Project", true),
                field("issuetype", "Issue Type", true),
                field("summary", "Summary", true),
                field("description", "Description", false),
                field("labels", "Labels", false),
                field("priority", "Priority", false),
                field("components", "Components", false)));
        fields.add(field("customfield_10050", "Impact", type.equals("Bug")));
        return fields;
    }

    private static Map<String, Object> field(String id, String name, boolean required) {
        return Map.of(
                "fieldId",
                id,
                "key",
                id,
                "name",
                name,
                "required",
                required,
                "hasDefaultValue",
                false,
                "operations",
                List.of("set"));
    }

    private static PeerAnswer desk() {
        List<Map<String, Object>> fields = List.of(
                Map.of("fieldId", "summary", "name", "Summary", "required", true, "defaultValues", List.of()),
                Map.of("fieldId", "description", "name", "Description", "required", false, "defaultValues", List.of()));
        return PeerAnswer.json(200, Map.of("requestTypeFields", fields, "canRaiseOnBehalfOf", false));
    }

    private static Map<String, Object> page(String name, List<Map<String, Object>> all) {
        return Map.of("startAt", 0, "maxResults", 200, "total", all.size(), name, all);
    }

    private static PeerAnswer unknown(String project) {
        return errors("No project could be found with key '" + project + "'.");
    }

    private static PeerAnswer errors(String message) {
        return PeerAnswer.json(404, Map.of("errorMessages", List.of(message), "errors", Map.of()));
    }
}
