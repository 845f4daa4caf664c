package dev.aftertalk.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Salesforce's logins and the part of its REST API that Aftertalk's sinks use, in front of an {@link SalesforceOrg org}. */
public final class SandboxSalesforce implements Peer {

    private static final Pattern QUERY = Pattern.compile("GET /services/data/v[\\d.]+/query/?");
    private static final Pattern DESCRIBE = Pattern.compile("GET /services/data/v[\\d.]+/sobjects/(\\w+)/describe/?");
    private static final Pattern LIMITS = Pattern.compile("GET /services/data/v[\\d.]+/limits/?");
    private static final Pattern RECORD =
            Pattern.compile("(POST|PATCH) /services/data/v[\\d.]+/sobjects/(\\w+)(?:/([^/]+))?(?:/([^/]+))?/?");
    private static final Set<String> GRANTS =
            Set.of("client_credentials", "password", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    private static final String USER = "https://login.salesforce.com/id/00D000000000001AAA/005000000000001AAA";
    private static final String LIMIT = "REQUEST_LIMIT_EXCEEDED";
    private static final String NOTHING = "The requested resource does not exist";

    private final SalesforceOrg org;
    private final SalesforceFailures failures;
    private final Map<String, String> apps;
    private final Supplier<String> url;
    private final DailyRequests requests;
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();

    /**
     * @param apps secrets of the connected apps, by their client ids
     * @param url where the org is reached
     * @param requests what the org may be asked
     */
    public SandboxSalesforce(
            SalesforceOrg org,
            SalesforceFailures failures,
            Map<String, String> apps,
            Supplier<String> url,
            DailyRequests requests) {
        this.org = org;
        this.failures = failures;
        this.apps = apps;
        this.url = url;
        this.requests = requests;
    }

    /** No session given so far is accepted any more. */
    public void expireSessions() {
        sessions.clear();
    }

    @Override
    public synchronized PeerAnswer answer(PeerRequest request) {
        switch (request.call()) {
            case "POST /services/oauth2/token":
                return login(request.parameters());
            case "GET /services/oauth2/revoke", "POST /services/oauth2/revoke":
                sessions.remove(request.parameters().getOrDefault("token", ""));
                return PeerAnswer.json(200, Map.of());
            default:
                Matcher record = RECORD.matcher(request.call());
                PeerAnswer refusal = refusal(request, record.matches());
                return requests.on(refusal != null ? refusal : data(request, record));
        }
    }

    private PeerAnswer login(Map<String, String> form) {
        String client = form.get("client_id");
        boolean signed = form.get("assertion") != null;
        boolean known = client == null ? signed : apps.containsKey(client) && (signed || secretOf(client, form));
        if (!GRANTS.contains(form.getOrDefault("grant_type", "")) || !known) {
            return PeerAnswer.json(
                    400, Map.of("error", "invalid_client", "error_description", "invalid client credentials"));
        }
        String token = "00D000000000001!" + UUID.randomUUID();
        sessions.add(token);
        return PeerAnswer.json(
                200, Map.of("access_token", token, "instance_url", url.get(), "id", USER, "token_type", "Bearer"));
    }

    private boolean secretOf(String client, Map<String, String> form) {
        return apps.get(client).equals(form.get("client_secret"));
    }

    /** What is answered instead of doing it, or null. */
    private PeerAnswer refusal(PeerRequest request, boolean write) {
        String authorization = request.header("Authorization");
        String token = authorization == null ? "" : authorization.replaceFirst("^\\w+ ", "");
        String error = sessions.contains(token) ? failures.take(write) : "INVALID_SESSION_ID";
        if (error == null) {
            return requests.take() ? null : error(403, LIMIT, "TotalRequests Limit exceeded.");
        }
        if (error.equals("INVALID_SESSION_ID")) {
            sessions.remove(token);
            return error(401, error, "Session expired or invalid");
        }
        return error(SalesforceFailures.STATUS.get(error), error, "Asked for at /sandbox/salesforce");
    }

    private PeerAnswer data(PeerRequest request, Matcher record) {
        if (QUERY.matcher(request.call()).matches()) {
            return query(request.parameters().get("q"));
        }
        if (LIMITS.matcher(request.call()).matches()) {
            return PeerAnswer.json(200, requests.limits());
        }
        Matcher described = DESCRIBE.matcher(request.call());
        if (described.matches() && org.has(described.group(1))) {
            return SalesforceFields.describe(described.group(1), org::lacks, org::isReadOnly);
        }
        String object = record.matches() ? record.group(2) : "";
        if (!org.has(object)) {
            return notFound(NOTHING);
        }
        Map<String, Object> fields = request.fields();
        for (String field : fields.keySet()) {
            if (org.lacks(field)) {
                return error(400, "INVALID_FIELD", "No such column '" + field + "' on sobject of type " + object);
            }
            if (org.isReadOnly(field)) {
                return error(
                        400,
                        "INVALID_FIELD_FOR_INSERT_UPDATE",
                        "Unable to create/update fields: " + field
                                + ". Please check the security settings of this field.",
                        field);
            }
        }
        int keys = record.group(3) == null ? 0 : record.group(4) == null ? 1 : 2;
        return switch (record.group(1) + " by " + keys) {
            case "POST by 0" -> created(object, fields);
            case "PATCH by 1" -> org.update(object, record.group(3), fields) ? PeerAnswer.nothing() : notFound(NOTHING);
            case "PATCH by 2" -> upsert(object, record.group(3), decoded(record.group(4)), fields);
            default -> notFound(NOTHING);
        };
    }

    private PeerAnswer query(String soql) {
        SalesforceQuery query = SalesforceQuery.of(soql);
        if (query == null || !org.has(query.object())) {
            return error(400, "MALFORMED_QUERY", "Only the queries of Aftertalk's sinks are understood here");
        }
        for (String field : query.fields()) {
            if (org.lacks(field)) {
                return error(400, "INVALID_FIELD", "No such column '" + field + "' on entity '" + query.object() + "'");
            }
        }
        List<Map<String, Object>> found = query.in(org);
        return PeerAnswer.json(200, Map.of("totalSize", found.size(), "done", true, "records", found));
    }

    private PeerAnswer upsert(String object, String field, String value, Map<String, Object> fields) {
        if (org.lacks(field)) {
            return notFound("Provided external ID field does not exist or is not accessible: " + field);
        }
        List<Map<String, Object>> found =
                org.find(object, field, List.of(value), each -> value.equals(each.get(field)));
        fields.put(field, value);
        if (found.isEmpty()) {
            return created(object, fields);
        }
        String id = (String) found.get(0).get("Id");
        org.update(object, id, fields);
        return PeerAnswer.json(200, Map.of("id", id, "success", true, "errors", List.of(), "created", false));
    }

    private PeerAnswer created(String object, Map<String, Object> fields) {
        for (String required : SalesforceFields.REQUIRED.get(object)) {
            if (fields.get(required) == null) {
                return error(
                        400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [" + required + "]", required);
            }
        }
        Object id = org.create(object, fields).get("Id");
        return PeerAnswer.json(201, Map.of("id", id, "success", true, "errors", List.of(), "created", true));
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static PeerAnswer notFound(String message) {
        return error(404, "NOT_FOUND", message);
    }

    private static PeerAnswer error(int status, String code, String message, String... fields) {
        return PeerAnswer.json(
                status, List.of(Map.of("errorCode", code, "message", message, "fields", List.of(fields))));
    }
}
