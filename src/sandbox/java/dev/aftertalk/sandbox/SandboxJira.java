package dev.aftertalk.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The sandbox's Jira Cloud: answers the calls of {@code sandbox/jira.camel.yaml} in the form of the real one. */
@Component("sandboxJira")
@Profile("sandbox")
public class SandboxJira {

    private static final String AUTHORIZATION = "Basic "
            + Base64.getEncoder()
                    .encodeToString("sandbox@aftertalk.test:sandbox-jira-token".getBytes(StandardCharsets.UTF_8));
    private static final Pattern LABEL = Pattern.compile("labels = \"([^\"\\\\]*)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SandboxJiraIssues issues;
    private final SandboxJiraTrouble trouble;

    SandboxJira(SandboxJiraIssues issues, SandboxJiraTrouble trouble) {
        this.issues = issues;
        this.trouble = trouble;
    }

    private record Reply(int status, Object body) {}

    /** {@code POST /rest/api/3/search/jql}. */
    public void search(Exchange exchange) {
        answer(exchange, () -> {
            Matcher label = LABEL.matcher(String.valueOf(json(exchange).get("jql")));
            if (!label.find()) {
                return refused("The sandbox's Jira searches for labels = \"…\" only.");
            }
            List<Map<String, Object>> found = issues.newestFirst().stream()
                    .filter(issue -> issue.labels().contains(label.group(1)))
                    .map(SandboxJira::brief)
                    .toList();
            return new Reply(200, Map.of("issues", found, "isLast", true));
        });
    }

    /** {@code POST /rest/api/3/issue}. */
    public void create(Exchange exchange) {
        answer(exchange, () -> {
            Map<String, Object> fields = map(json(exchange).get("fields"));
            Map<String, String> faults = faults(fields, false);
            if (!faults.isEmpty()) {
                return new Reply(400, Map.of("errorMessages", List.of(), "errors", faults));
            }
            List<String> labels = strings(fields.get("labels"));
            String key = issues.add("CUST", false, fields, labels).key();
            return new Reply(201, Map.of("id", "1" + key.replaceAll("\\D", ""), "key", key));
        });
    }

    /** {@code POST /rest/servicedeskapi/request}. */
    public void raise(Exchange exchange) {
        answer(exchange, () -> {
            Map<String, Object> request = json(exchange);
            Map<String, Object> fields = map(request.get("requestFieldValues"));
            Map<String, String> faults = faults(fields, true);
            if (request.get("serviceDeskId") == null || request.get("requestTypeId") == null) {
                return new Reply(404, Map.of("errorMessage", "The service desk or the request type does not exist."));
            }
            if (!faults.isEmpty()) {
                return new Reply(400, Map.of("errorMessage", faults.toString()));
            }
            String key = issues.add("DESK", true, fields, List.of()).key();
            return new Reply(201, Map.of("issueId", "2" + key.replaceAll("\\D", ""), "issueKey", key));
        });
    }

    /** {@code GET /rest/api/3/issue/{key}}. */
    public void show(Exchange exchange) {
        answer(exchange, () -> issues.find(key(exchange))
                .map(issue -> new Reply(200, brief(issue)))
                .orElseGet(SandboxJira::unknown));
    }

    /** {@code PUT /rest/api/3/issue/{key}}, of which the sandbox knows the adding of labels. */
    public void change(Exchange exchange) {
        answer(exchange, () -> {
            SandboxJiraIssue issue = issues.find(key(exchange)).orElse(null);
            if (issue == null) {
                return unknown();
            }
            if (map(json(exchange).get("update")).get("labels") instanceof List<?> operations) {
                operations.forEach(operation -> {
                    Object label = map(operation).get("add");
                    if (label != null && !issue.labels().contains(label.toString())) {
                        issue.labels().add(label.toString());
                    }
                });
            }
            return new Reply(204, null);
        });
    }

    /** {@code POST /rest/api/3/issue/{key}/attachments}; the web server has written the file to disk. */
    public void attach(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        byte[] content = new byte[0];
        if (message.getBody() instanceof Path file) {
            content = Files.readAllBytes(file);
            Files.delete(file);
        }
        byte[] uploaded = content;
        answer(exchange, () -> {
            SandboxJiraIssue issue = issues.find(key(exchange)).orElse(null);
            if (issue == null) {
                return unknown();
            }
            if (!"no-check".equals(message.getHeader("X-Atlassian-Token"))) {
                return new Reply(403, Map.of("errorMessages", List.of("XSRF check failed")));
            }
            String name = String.valueOf(message.getHeader(Exchange.FILE_NAME));
            String id = UUID.randomUUID().toString();
            issue.attachments().add(new SandboxJiraIssue.Attachment(id, name, uploaded.length, uploaded));
            return new Reply(200, List.of(Map.of("id", id, "filename", name, "size", uploaded.length)));
        });
    }

    /** Answers without a header of the request. */
    private void answer(Exchange exchange, Supplier<Reply> call) {
        Message message = exchange.getMessage();
        SandboxJiraTrouble.Fault fault = trouble.next();
        Reply reply;
        if (fault != null) {
            reply = new Reply(fault.status(), Map.of("errorMessages", List.of("The sandbox was told to fail.")));
        } else if (!AUTHORIZATION.equals(message.getHeader("Authorization"))) {
            reply = new Reply(
                    401, Map.of("errorMessages", List.of("Client must be authenticated to access this resource.")));
        } else {
            reply = call.get();
        }
        message.setHeaders(new HashMap<>());
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        if (fault != null && fault.retryAfter() != null) {
            message.setHeader("Retry-After", fault.retryAfter());
        }
        message.setBody(reply.body() == null ? null : write(reply.body()));
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

    private static Map<String, String> faults(Map<String, Object> fields, boolean request) {
        String description = new String(write(fields.getOrDefault("description", "")), StandardCharsets.UTF_8);
        return SandboxJiraRules.faults(fields, request, description);
    }

    private static Reply refused(String message) {
        return new Reply(400, Map.of("errorMessages", List.of(message)));
    }

    private static Reply unknown() {
        String message = "Issue does not exist or you do not have permission to see it.";
        return new Reply(404, Map.of("errorMessages", List.of(message), "errors", Map.of()));
    }

    private static String key(Exchange exchange) {
        return exchange.getMessage().getHeader("key", String.class);
    }

    private static List<String> strings(Object list) {
        return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static Map<String, Object> json(Exchange exchange) {
        try {
            return map(JSON.readValue(exchange.getMessage().getBody(byte[].class), Object.class));
        } catch (IOException e) {
            return Map.of();
        }
    }

    private static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
