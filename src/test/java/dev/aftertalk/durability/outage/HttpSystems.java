package dev.aftertalk.durability.outage;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** iAdvize, Salesforce and Jira as far as the workflows ask them, quick at any number of records. */
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

    /** Each visitor is there; conversations are not. */
    void iadvize(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String data = path.contains("/visitor/")
                ? "{\"id\":%1$s,\"email\":\"v%1$s@visitors.test\",\"firstname\":\"V%1$s\",\"lastname\":\"Test\"}"
                        .formatted(path.replaceFirst(".*/", ""))
                : "[]";
        FailingHttp.respond(exchange, 200, "{\"meta\":{\"status\":\"success\"},\"data\":" + data + "}");
    }

    void salesforce(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher upsert = BY_EXTERNAL_ID.matcher(path);
        if (path.endsWith("/token")) {
            FailingHttp.respond(
                    exchange,
                    200,
                    "{\"access_token\":\"t\",\"instance_url\":\"http://%s\",\"id\":\"%s\",\"token_type\":\"Bearer\"}"
                            .formatted(exchange.getRequestHeaders().getFirst("Host"), SALESFORCE_USER));
        } else if (upsert.matches()) {
            upsert(exchange, upsert.group(1), upsert.group(2));
        } else if (path.contains("/query")) {
            FailingHttp.respond(exchange, 200, found(exchange.getRequestURI().getRawQuery()));
        } else {
            exchange.sendResponseHeaders(204, -1); // an update by its own id
        }
    }

    private void upsert(HttpExchange exchange, String object, String externalId) throws IOException {
        String id = "%s%015d".formatted(object.equals("Lead") ? "00Q" : "00T", numbers.incrementAndGet());
        String before = records.putIfAbsent(object + externalId, id);
        if (before == null && object.equals("Task")) {
            effects.happened("salesforce-lead", Conversations.visitorOf(externalId));
        }
        FailingHttp.respond(
                exchange,
                before == null ? 201 : 200,
                "{\"id\":\"%s\",\"success\":true,\"errors\":[],\"created\":%s}"
                        .formatted(before == null ? id : before, before == null));
    }

    private String found(String query) {
        String soql = URLDecoder.decode(query, StandardCharsets.UTF_8);
        String object = soql.replaceFirst("(?s).* FROM (\\w+) .*", "$1");
        Matcher literal = LITERAL.matcher(soql);
        while (literal.find()) {
            String id = records.get(object + literal.group(1));
            if (id != null) {
                return "{\"totalSize\":1,\"done\":true,\"records\":[{\"Id\":\"" + id + "\",\"IsConverted\":false}]}";
            }
        }
        return "{\"totalSize\":0,\"done\":true,\"records\":[]}";
    }

    void jira(HttpExchange exchange, String body) throws IOException {
        Matcher label = LABEL.matcher(body);
        String conversation = label.find() ? label.group(1) : "";
        if (exchange.getRequestURI().getPath().endsWith("/search/jql")) {
            String key = issues.get(conversation);
            String hit = "{\"key\":\"%s\",\"fields\":{\"labels\":[\"iadvize-%s\"]}}".formatted(key, conversation);
            FailingHttp.respond(exchange, 200, "{\"issues\":[" + (key == null ? "" : hit) + "],\"isLast\":true}");
        } else {
            String key = "CUST-" + numbers.incrementAndGet();
            issues.put(conversation, key);
            effects.happened("jira-ticket", Conversations.visitorOf(conversation));
            FailingHttp.respond(exchange, 201, "{\"id\":\"1\",\"key\":\"" + key + "\"}");
        }
    }
}
