package dev.aftertalk.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of Jira Cloud's REST API that Aftertalk's sink uses, in front of some {@link SandboxJiraIssues issues}. */
public final class SandboxJira implements Peer {

    private static final Pattern ISSUE = Pattern.compile("(GET|PUT|POST) /rest/api/3/issue/([^/]+?)(/attachments)?");
    private static final Pattern LABEL = Pattern.compile("labels = \"([^\"\\\\]*)\"");
    private static final Pattern WORDS = Pattern.compile("description ~ \"\\\\\"([^\"\\\\]*)\\\\\"\"");

    private final SandboxJiraIssues issues;
    private final SandboxJiraTrouble trouble;
    private final Map<String, String> users;

    /** @param users the API tokens of those who may call it, by their e-mail addresses */
    public SandboxJira(SandboxJiraIssues issues, SandboxJiraTrouble trouble, Map<String, String> users) {
        this.issues = issues;
        this.trouble = trouble;
        this.users = users;
    }

    @Override
    public PeerAnswer answer(PeerRequest request) {
        SandboxJiraTrouble.Fault fault = trouble.next();
        if (fault != null) {
            PeerAnswer refusal = errors(fault.status(), "The sandbox was told to fail.");
            return fault.retryAfter() == null ? refusal : refusal.with("Retry-After", fault.retryAfter());
        }
        if (users.entrySet().stream().noneMatch(user -> authorization(user).equals(request.header("Authorization")))) {
            return errors(401, "Client must be authenticated to access this resource.");
        }
        return switch (request.call()) {
            case "POST /rest/api/3/search/jql" ->
                search(request.json().path("jql").asText());
            case "POST /rest/api/3/issue" -> create(map(request.fields().get("fields")));
            case "POST /rest/servicedeskapi/request" -> raise(request.fields());
            default -> SandboxJiraMeta.answer(request).orElseGet(() -> issue(request));
        };
    }

    private static String authorization(Map.Entry<String, String> user) {
        String credentials = user.getKey() + ":" + user.getValue();
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private PeerAnswer search(String jql) {
        Matcher label = LABEL.matcher(jql);
        if (!label.find()) {
            return errors(400, "This Jira searches for labels = \"…\" only.");
        }
        Matcher words = WORDS.matcher(jql);
        String said = words.find() ? words.group(1) : null;
        List<Map<String, Object>> found = issues
                .search(issue -> issue.labels().contains(label.group(1))
                        || said != null
                                && String.valueOf(issue.fields().get("description"))
                                        .contains(said))
                .stream()
                .map(SandboxJira::brief)
                .toList();
        return PeerAnswer.json(200, Map.of("issues", found, "isLast", true));
    }

    private PeerAnswer create(Map<String, Object> fields) {
        Map<String, String> faults = SandboxJiraRules.faults(fields, false);
        if (!faults.isEmpty()) {
            return PeerAnswer.json(400, Map.of("errorMessages", List.of(), "errors", faults));
        }
        String key = issues.add("CUST", false, fields).key();
        return PeerAnswer.json(201, Map.of("id", "1" + key.replaceAll("\\D", ""), "key", key));
    }

    private PeerAnswer raise(Map<String, Object> request) {
        Map<String, Object> fields = map(request.get("requestFieldValues"));
        Map<String, String> faults = SandboxJiraRules.faults(fields, true);
        if (request.get("serviceDeskId") == null || request.get("requestTypeId") == null) {
            return PeerAnswer.json(404, Map.of("errorMessage", "The service desk or the request type does not exist."));
        }
        if (!faults.isEmpty()) {
            return PeerAnswer.json(400, Map.of("errorMessage", faults.toString()));
        }
        String key = issues.add("DESK", true, fields).key();
        return PeerAnswer.json(201, Map.of("issueId", "2" + key.replaceAll("\\D", ""), "issueKey", key));
    }

    /** What is asked of one issue: to be shown, to get labels, to get a file. */
    private PeerAnswer issue(PeerRequest request) {
        Matcher call = ISSUE.matcher(request.call());
        SandboxJiraIssue issue = call.matches() ? issues.find(call.group(2)).orElse(null) : null;
        if (issue == null) {
            return errors(404, "Issue does not exist or you do not have permission to see it.");
        }
        if (call.group(3) != null) {
            return attach(issue, request);
        }
        if (call.group(1).equals("PUT")) {
            for (JsonNode operation : request.json().path("update").path("labels")) {
                issue.label(operation.path("add").asText());
            }
            return PeerAnswer.nothing();
        }
        return PeerAnswer.json(200, brief(issue));
    }

    private static PeerAnswer attach(SandboxJiraIssue issue, PeerRequest request) {
        if (!"no-check".equals(request.header("X-Atlassian-Token"))) {
            return errors(403, "XSRF check failed");
        }
        String id = UUID.randomUUID().toString();
        int size = request.body().length;
        issue.attachments().add(new SandboxJiraIssue.Attachment(id, request.file(), size, request.body()));
        return PeerAnswer.json(200, List.of(Map.of("id", id, "filename", request.file(), "size", size)));
    }

    private static Map<String, Object> brief(SandboxJiraIssue issue) {
        Map<String, Object> fields = new HashMap<>(issue.fields());
        fields.put("labels", issue.labels());
        fields.put(
                "attachment",
                issue.attachments().stream()
                        .map(file -> Map.of("id", file.id(), "filename", file.filename(), "size", file.size()))
                        .toList());
        return Map.of("key", issue.key(), "fields", fields);
    }

    private static PeerAnswer errors(int status, String message) {
        return PeerAnswer.json(status, Map.of("errorMessages", List.of(message), "errors", Map.of()));
    }

    @SuppressWarnings("unchecked") // the names of a JSON object are strings
    private static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
