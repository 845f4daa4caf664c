package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A real HTTP server in Jira's place. It keeps issues as Jira does, remembers what it was asked, and fails when a test says so. */
public final class JiraPeer implements AutoCloseable {

    static final String CREATE = "POST /rest/api/3/issue";
    static final String SEARCH = "POST /rest/api/3/search/jql";
    static final String DESK = "POST /rest/servicedeskapi/request";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What to do instead of answering; returns true when it has dealt with the request. */
    interface Trouble {
        boolean with(HttpExchange exchange, Asked request) throws IOException;
    }

    record Asked(String call, String query, Map<String, List<String>> headers, byte[] body) {

        String header(String name) {
            return headers.containsKey(name) ? String.join(",", headers.get(name)) : null;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    record Issue(String key, JsonNode fields, List<String> labels, List<String> files, Instant opened) {}

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final Map<String, Issue> issues = new ConcurrentHashMap<>();
    /** While true, the search shows nothing, as when Jira's index lags. */
    volatile boolean indexLags;

    volatile Trouble trouble;

    private volatile Duration shownAfter = Duration.ZERO;

    private final AtomicInteger numbers = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    public JiraPeer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on the search shows an issue only so long after it was opened. */
    public void showAfter(Duration lag) {
        shownAfter = lag;
    }

    /** How many issues bear each label. */
    public Map<String, Long> issuesByLabel() {
        return issues.values().stream()
                .flatMap(issue -> issue.labels().stream())
                .collect(Collectors.groupingBy(label -> label, Collectors.counting()));
    }

    void startOver() {
        trouble = null;
        indexLags = false;
        asked.clear();
        issues.clear();
    }

    /** The first requests with this method and path are treated so. */
    void fail(String call, int times, Trouble how) {
        AtomicInteger left = new AtomicInteger(times);
        trouble = (exchange, request) ->
                request.call().equals(call) && left.getAndDecrement() > 0 && how.with(exchange, request);
    }

    List<Asked> asked(String call) {
        return asked.stream().filter(a -> a.call().equals(call)).toList();
    }

    List<Issue> issues(String label) {
        return issues.values().stream().filter(i -> i.labels().contains(label)).toList();
    }

    Issue add(JsonNode fields) {
        List<String> labels = new CopyOnWriteArrayList<>();
        fields.path("labels").forEach(label -> labels.add(label.asText()));
        Issue issue = new Issue(
                "CUST-" + numbers.incrementAndGet(), fields, labels, new CopyOnWriteArrayList<>(), Instant.now());
        issues.put(issue.key(), issue);
        return issue;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(exchange.getRequestHeaders());
            Asked request = new Asked(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            asked.add(request);
            if (trouble == null || !trouble.with(exchange, request)) {
                answer(exchange, request);
            }
        }
    }

    void answer(HttpExchange exchange, Asked request) throws IOException {
        String call = request.call();
        if (call.equals(SEARCH)) {
            json(exchange, 200, found(request.json().path("jql").asText()));
        } else if (call.equals(CREATE)) {
            json(
                    exchange,
                    201,
                    "{\"id\":\"1\",\"key\":\""
                            + add(request.json().path("fields")).key() + "\"}");
        } else if (call.equals(DESK)) {
            String key = add(request.json().path("requestFieldValues")).key();
            json(exchange, 201, "{\"issueId\":\"1\",\"issueKey\":\"" + key + "\"}");
        } else {
            issue(exchange, request, issues.get(call.replaceFirst(".*/issue/([^/]+).*", "$1")));
        }
    }

    private void issue(HttpExchange exchange, Asked request, Issue issue) throws IOException {
        if (issue == null) {
            json(
                    exchange,
                    404,
                    "{\"errorMessages\":[\"Issue does not exist or you do not have permission to see it.\"]}");
        } else if (request.call().startsWith("PUT ")) {
            request.json().path("update").path("labels").forEach(l -> issue.labels()
                    .add(l.path("add").asText()));
            exchange.sendResponseHeaders(204, -1);
        } else if (request.call().endsWith("/attachments")) {
            issue.files().add(request.text().replaceFirst("(?s).*?filename=\"([^\"]+)\".*", "$1"));
            json(exchange, 200, "[{}]");
        } else {
            String files = String.join(
                    ",",
                    issue.files().stream()
                            .map(f -> "{\"filename\":\"" + f + "\"}")
                            .toList());
            json(exchange, 200, "{\"key\":\"" + issue.key() + "\",\"fields\":{\"attachment\":[" + files + "]}}");
        }
    }

    private String found(String jql) {
        List<String> hits = new ArrayList<>();
        String wanted = jql.replaceFirst("(?s).*labels = \"([^\"]*)\".*", "$1");
        boolean inText = jql.contains("description ~");
        Instant shown = Instant.now().minus(shownAfter);
        for (Issue issue : indexLags ? List.<Issue>of() : issues.values()) {
            if (issue.opened().isAfter(shown)) {
                continue;
            }
            boolean labelled = issue.labels().contains(wanted);
            boolean named = inText
                    && jql.matches("(?s).*\\\\\"(iadvize-[^\\\\]+)\\\\\".*")
                    && issue.fields()
                            .path("description")
                            .toString()
                            .contains(jql.replaceFirst("(?s).*\\\\\"(iadvize-[^\\\\]+)\\\\\".*", "$1"));
            if (labelled || named) {
                try {
                    hits.add(JSON.writeValueAsString(Map.of(
                            "key",
                            issue.key(),
                            "fields",
                            Map.of(
                                    "labels",
                                    issue.labels(),
                                    "description",
                                    issue.fields().path("description")))));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return "{\"issues\":[" + String.join(",", hits) + "],\"isLast\":true}";
    }

    static boolean json(HttpExchange exchange, int status, String json) throws IOException {
        return send(exchange, status, "application/json;charset=UTF-8", json);
    }

    static boolean send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        return true;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
