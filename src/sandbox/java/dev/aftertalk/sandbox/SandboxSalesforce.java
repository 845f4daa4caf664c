package dev.aftertalk.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Answers {@code sandbox/salesforce.camel.yaml} as Salesforce's REST API does. */
@Component("sandboxSalesforce")
@Profile("sandbox")
public class SandboxSalesforce {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> GRANTS =
            Set.of("client_credentials", "password", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    private static final String USER = "https://login.salesforce.com/id/00D000000000001AAA/005000000000001AAA";

    private final SalesforceOrg org;
    private final SalesforceFailures failures;
    private final String url;
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();

    /** An answer as the routes write it. */
    public record Answer(int status, String json) {}

    SandboxSalesforce(SalesforceOrg org, SalesforceFailures failures, SandboxSettings settings) {
        this.org = org;
        this.failures = failures;
        this.url = settings.url() + "/sandbox/salesforce/org";
    }

    public Answer login(
            @Header("grant_type") String grant,
            @Header("client_id") String client,
            @Header("client_secret") String secret,
            @Header("assertion") String assertion) {
        boolean known = "sandbox-app".equals(client) && ("sandbox-secret".equals(secret) || assertion != null)
                || assertion != null && client == null;
        if (grant == null || !GRANTS.contains(grant) || !known) {
            return answer(400, Map.of("error", "invalid_client", "error_description", "invalid client credentials"));
        }
        String token = "00D000000000001!" + UUID.randomUUID();
        sessions.add(token);
        return answer(200, Map.of("access_token", token, "instance_url", url, "id", USER, "token_type", "Bearer"));
    }

    public Answer logout(@Header("token") String token) {
        sessions.remove(token);
        return answer(200, Map.of());
    }

    public Answer query(@Header("Authorization") String authorization, @Header("q") String soql) {
        Answer refusal = refusal(authorization, false);
        if (refusal != null) {
            return refusal;
        }
        SalesforceQuery query = SalesforceQuery.of(soql);
        if (query == null || !org.has(query.object())) {
            return error(400, "MALFORMED_QUERY", "The sandbox understands the queries of Aftertalk's sinks only");
        }
        List<Map<String, Object>> found = org.find(query.object(), query);
        return answer(200, Map.of("totalSize", found.size(), "done", true, "records", found));
    }

    public Answer create(
            @Header("Authorization") String authorization, @Header("object") String object, @Body String body) {
        Answer refusal = refusal(authorization, true);
        return refusal != null ? refusal : created(object, fields(body));
    }

    public Answer update(
            @Header("Authorization") String authorization,
            @Header("object") String object,
            @Header("id") String id,
            @Body String body) {
        Answer refusal = refusal(authorization, true);
        if (refusal != null) {
            return refusal;
        }
        boolean there = org.has(object) && org.update(object, id, fields(body));
        return there ? new Answer(204, null) : error(404, "NOT_FOUND", "The requested resource does not exist");
    }

    public Answer upsert(
            @Header("Authorization") String authorization,
            @Header("object") String object,
            @Header("field") String field,
            @Header("value") String value,
            @Body String body) {
        Answer refusal = refusal(authorization, true);
        if (refusal != null) {
            return refusal;
        }
        if (!org.has(object)) {
            return error(404, "NOT_FOUND", "The requested resource does not exist");
        }
        Map<String, Object> fields = fields(body);
        fields.put(field, value);
        List<Map<String, Object>> found = org.find(object, each -> value.equals(each.get(field)));
        if (found.isEmpty()) {
            return created(object, fields);
        }
        String id = (String) found.get(0).get("Id");
        org.update(object, id, fields);
        return answer(200, Map.of("id", id, "success", true, "errors", List.of(), "created", false));
    }

    private Answer created(String object, Map<String, Object> fields) {
        if (!org.has(object)) {
            return error(404, "NOT_FOUND", "The requested resource does not exist");
        }
        for (String required : object.equals("Lead") ? List.of("LastName", "Company") : List.<String>of()) {
            if (!fields.containsKey(required)) {
                return error(
                        400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [" + required + "]", required);
            }
        }
        String id = org.create(object, fields);
        return answer(201, Map.of("id", id, "success", true, "errors", List.of(), "created", true));
    }

    /** What is answered instead of doing it, or null. */
    private Answer refusal(String authorization, boolean write) {
        String token = authorization == null ? "" : authorization.replaceFirst("^\\w+ ", "");
        String error = sessions.contains(token) ? failures.take(write) : "INVALID_SESSION_ID";
        if (error == null) {
            return null;
        }
        if (error.equals("INVALID_SESSION_ID")) {
            sessions.remove(token);
        }
        return error(SalesforceFailures.STATUS.get(error), error, "Asked for at /sandbox/salesforce");
    }

    private static Map<String, Object> fields(String body) {
        try {
            return JSON.readValue(body, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON", e);
        }
    }

    private static Answer error(int status, String code, String message, String... fields) {
        return answer(status, List.of(Map.of("errorCode", code, "message", message, "fields", List.of(fields))));
    }

    private static Answer answer(int status, Object content) {
        try {
            return new Answer(status, JSON.writeValueAsString(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Plain values can always be written as JSON", e);
        }
    }
}
