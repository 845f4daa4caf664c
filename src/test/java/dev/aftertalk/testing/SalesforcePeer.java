package dev.aftertalk.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Salesforce org over HTTP: logins, Lead and Task with external ids, and the few queries a connector needs. It can be told to answer otherwise. */
public final class SalesforcePeer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SOBJECT =
            Pattern.compile("/services/data/v[\\d.]+/sobjects/(\\w+)(?:/([^/]+)(?:/(.+))?)?/?");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Map<String, Queue<Answer>> instead = new ConcurrentHashMap<>();
    private final Map<String, List<Map<String, Object>>> records = new ConcurrentHashMap<>();
    private final Set<String> absent = ConcurrentHashMap.newKeySet();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile boolean keepsRequests = true;

    /** What came in. */
    public record Request(String method, String path, String query, Map<String, String> headers, String body) {

        @SuppressWarnings("unchecked")
        public Map<String, Object> json() {
            try {
                return JSON.readValue(body, Map.class);
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }

        public String soql() {
            return query == null ? null : URLDecoder.decode(query.replaceFirst("^q=", ""), StandardCharsets.UTF_8);
        }
    }

    /** What the peer does with a request. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public SalesforcePeer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next requests whose method and path begin so ("PATCH /services/data/v62.0/sobjects/Lead") are answered like this instead. */
    public void answer(String methodAndPath, Answer... with) {
        instead.computeIfAbsent(methodAndPath, key -> new ConcurrentLinkedQueue<>())
                .addAll(List.of(with));
    }

    public static Answer json(int status, String json, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            respond(exchange, status, json);
        };
    }

    public static Answer error(int status, String code, String message, String... headers) {
        return json(
                status, "[{\"errorCode\":\"%s\",\"message\":\"%s\",\"fields\":[]}]".formatted(code, message), headers);
    }

    /** The org has no such field. */
    public void lacks(String field) {
        absent.add(field);
    }

    /** Remembers records alone, for tests of more requests than fit into the memory. */
    public void forgetRequests() {
        keepsRequests = false;
    }

    /** No token given so far is accepted any more. */
    public void expireSessions() {
        tokens.clear();
    }

    public Map<String, Object> add(String object, Object... namesAndValues) {
        Map<String, Object> record = new ConcurrentHashMap<>();
        record.put("Id", (object.equals("Lead") ? "00Q" : "00T") + "%015d".formatted(numbers.incrementAndGet()));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            record.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        all(object).add(record);
        return record;
    }

    public List<Map<String, Object>> all(String object) {
        return records.computeIfAbsent(object, key -> new CopyOnWriteArrayList<>());
    }

    public List<Request> requests(String methodAndPathPart) {
        return requests.stream()
                .filter(request -> (request.method() + " " + request.path()).contains(methodAndPathPart))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getRawQuery(),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (keepsRequests) {
            requests.add(request);
        }
        for (Map.Entry<String, Queue<Answer>> each : instead.entrySet()) {
            if ((request.method() + " " + request.path()).startsWith(each.getKey())) {
                Answer answer = each.getValue().poll();
                if (answer != null) {
                    answer.to(exchange);
                    return;
                }
            }
        }
        usual(exchange, request);
    }

    private synchronized void usual(HttpExchange exchange, Request request) throws IOException {
        if (request.path().startsWith("/services/oauth2/token")) {
            String token = "token-" + numbers.incrementAndGet();
            tokens.add(token);
            respond(
                    exchange,
                    200,
                    "{\"access_token\":\"%s\",\"instance_url\":\"%s\",\"id\":\"https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001SwiUAAS\",\"token_type\":\"Bearer\"}"
                            .formatted(token, url()));
        } else if (request.path().startsWith("/services/oauth2/revoke")) {
            respond(exchange, 200, "{}");
        } else if (!tokens.contains(
                request.headers().getOrDefault("authorization", "").replaceFirst("^\\w+ ", ""))) {
            error(401, "INVALID_SESSION_ID", "Session expired or invalid").to(exchange);
        } else if (request.path().contains("/query")) {
            query(exchange, request.soql());
        } else {
            write(exchange, request);
        }
    }

    private void query(HttpExchange exchange, String soql) throws IOException {
        for (String field : absent) {
            if (soql.contains(field)) {
                error(400, "INVALID_FIELD", "No such column '" + field + "' on entity")
                        .to(exchange);
                return;
            }
        }
        String object = soql.replaceFirst(".* FROM (\\w+) .*", "$1");
        String where = soql.replaceFirst(".* WHERE (.*) ORDER BY .*", "$1");
        List<Map<String, Object>> found = new ArrayList<>();
        Predicate<Map<String, Object>> wanted = condition(where);
        for (Map<String, Object> record : all(object)) {
            if (wanted.test(record)) {
                found.add(record);
            }
        }
        respond(
                exchange,
                200,
                JSON.writeValueAsString(Map.of("totalSize", found.size(), "done", true, "records", found)));
    }

    /** What a record must be like; the condition is read once, as there may be many records. */
    private static Predicate<Map<String, Object>> condition(String where) {
        Matcher condition = Pattern.compile("(\\w+) (=|IN|LIKE) (\\(.*?\\)|'(?:\\\\.|[^'\\\\])*')(?: AND |$)")
                .matcher(where);
        if (!condition.lookingAt()) {
            return record -> false;
        }
        Predicate<Map<String, Object>> all = record -> true;
        condition.reset();
        while (condition.find()) {
            String field = condition.group(1);
            String literal = condition.group(3).replaceAll("\\\\(.)", "$1");
            String operator = condition.group(2);
            all = all.and(record -> {
                String value = String.valueOf(record.get(field));
                return switch (operator) {
                    case "=" -> literal.equals("'" + value + "'");
                    case "IN" -> literal.contains("'" + value + "'");
                    default -> value.contains(literal.substring(2, literal.length() - 2));
                };
            });
        }
        return all;
    }

    private void write(HttpExchange exchange, Request request) throws IOException {
        Matcher path = SOBJECT.matcher(request.path());
        if (!path.matches()) {
            error(404, "NOT_FOUND", "The requested resource does not exist").to(exchange);
            return;
        }
        String object = path.group(1);
        Map<String, Object> fields = request.json();
        if (path.group(3) != null && absent.contains(path.group(2))) {
            error(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + path.group(2))
                    .to(exchange);
            return;
        }
        String key = path.group(2) == null ? null : path.group(3) == null ? "Id" : path.group(2);
        String value = path.group(3) == null ? path.group(2) : path.group(3);
        Map<String, Object> record = all(object).stream()
                .filter(each -> key != null && value.equals(each.get(key)))
                .findFirst()
                .orElse(null);
        if (record == null
                && object.equals("Lead")
                && !(fields.containsKey("LastName") && fields.containsKey("Company"))) {
            json(
                            400,
                            "[{\"errorCode\":\"REQUIRED_FIELD_MISSING\",\"message\":\"Required fields are missing: [Company]\",\"fields\":[\"Company\"]}]")
                    .to(exchange);
            return;
        }
        boolean created = record == null;
        if (created) {
            record = key == null ? add(object) : add(object, key, value);
        }
        record.putAll(fields);
        if ("Id".equals(key)) {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else {
            respond(
                    exchange,
                    created ? 201 : 200,
                    "{\"id\":\"%s\",\"success\":true,\"errors\":[],\"created\":%s}"
                            .formatted(record.get("Id"), created));
        }
    }

    public static void respond(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
