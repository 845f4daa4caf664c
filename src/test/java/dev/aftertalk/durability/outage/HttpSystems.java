package dev.aftertalk.durability.outage;

import dev.aftertalk.sandbox.PeerAnswer;
import dev.aftertalk.sandbox.PeerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Salesforce and Jira as far as the workflows ask them: other than the sandbox's, they keep ids alone, and are quick at any number of them. */
final class HttpSystems {

    private static final Pattern LABEL = Pattern.compile("iadvize-([0-9a-f-]{36})");
    private static final Pattern LITERAL = Pattern.compile("'([^']*)'");
    private static final Pattern BY_EXTERNAL_ID = Pattern.compile(".*/sobjects/(Lead|Task)/\\w+__c/([^/]+)");

    private static final String SALESFORCE_USER =
            "https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001SwiUAAS";

    private final Effects effects;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, String> records = new ConcurrentHashMap<>();
    private final Map<String, String> issues = new ConcurrentHashMap<>();

    HttpSystems(Effects effects) {
        this.effects = effects;
    }

    PeerAnswer salesforce(PeerRequest request) {
        Matcher upsert = BY_EXTERNAL_ID.matcher(request.path());
        if (request.path().endsWith("/token")) {
            String url = "http://" + request.header("Host");
            return PeerAnswer.json(
                    200,
                    Map.of("access_token", "t", "instance_url", url, "id", SALESFORCE_USER, "token_type", "Bearer"));
        }
        if (upsert.matches()) {
            return upsert(upsert.group(1), upsert.group(2));
        }
        return request.path().contains("/query")
                ? found(request.parameters().get("q"))
                : new PeerAnswer(204, null, Map.of()); // an update by its own id
    }

    private PeerAnswer upsert(String object, String externalId) {
        String id = "%s%015d".formatted(object.equals("Lead") ? "00Q" : "00T", numbers.incrementAndGet());
        String before = records.putIfAbsent(object + externalId, id);
        boolean created = before == null;
        if (created && object.equals("Task")) {
            effects.happened("salesforce-lead-for-conversation", Conversations.visitorOf(externalId));
        }
        return PeerAnswer.json(
                created ? 201 : 200,
                Map.of("id", created ? id : before, "success", true, "errors", List.of(), "created", created));
    }

    private PeerAnswer found(String soql) {
        String object = soql.replaceFirst("(?s).* FROM (\\w+) .*", "$1");
        Matcher literal = LITERAL.matcher(soql);
        List<Map<String, Object>> found = new ArrayList<>();
        while (found.isEmpty() && literal.find()) {
            String id = records.get(object + literal.group(1));
            if (id != null) {
                found.add(Map.of("Id", id, "IsConverted", false));
            }
        }
        return PeerAnswer.json(200, Map.of("totalSize", found.size(), "done", true, "records", found));
    }

    PeerAnswer jira(PeerRequest request) {
        Matcher label = LABEL.matcher(request.text());
        String conversation = label.find() ? label.group(1) : "";
        if (request.path().endsWith("/search/jql")) {
            String key = issues.get(conversation);
            Map<String, Object> fields = Map.of("labels", List.of("iadvize-" + conversation));
            return PeerAnswer.json(
                    200,
                    Map.of(
                            "issues",
                            key == null ? List.of() : List.of(Map.of("key", key, "fields", fields)),
                            "isLast",
                            true));
        }
        String key = "CUST-" + numbers.incrementAndGet();
        issues.put(conversation, key);
        effects.happened("jira-ticket-for-score", Conversations.visitorOf(conversation));
        return PeerAnswer.json(201, Map.of("id", "1", "key", key));
    }
}
