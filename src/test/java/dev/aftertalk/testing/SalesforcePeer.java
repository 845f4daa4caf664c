package dev.aftertalk.testing;

import com.sun.net.httpserver.HttpExchange;
import dev.aftertalk.sandbox.DailyRequests;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.sandbox.SalesforceFailures;
import dev.aftertalk.sandbox.SalesforceOrg;
import dev.aftertalk.sandbox.SandboxSalesforce;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The sandbox's Salesforce, which can be told to answer otherwise. */
public final class SalesforcePeer extends PeerServer {

    private static final Map<String, String> APPS = Map.of("app", "secret", "the-app", "s&cr+t%");

    private final SalesforceOrg org = new SalesforceOrg(Integer.MAX_VALUE);
    private final SandboxSalesforce api;
    private final Map<String, Queue<Answer>> instead = new ConcurrentHashMap<>();

    /** What is done with a request instead. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public SalesforcePeer() {
        this(new DailyRequests(Integer.MAX_VALUE, 0));
    }

    /** @param requests what it may be asked */
    public SalesforcePeer(DailyRequests requests) {
        super(0);
        api = new SandboxSalesforce(org, new SalesforceFailures(), APPS, this::url, requests);
        serve(api);
        trouble(this::planned);
    }

    /** The next requests whose method and path begin so ("PATCH /services/data/v62.0/sobjects/Lead") are answered like this instead. */
    public void answer(String methodAndPath, Answer... with) {
        instead.computeIfAbsent(methodAndPath, key -> new ConcurrentLinkedQueue<>())
                .addAll(List.of(with));
    }

    private boolean planned(HttpExchange exchange, PeerRequest request) throws IOException {
        for (Map.Entry<String, Queue<Answer>> each : instead.entrySet()) {
            Answer answer =
                    request.call().startsWith(each.getKey()) ? each.getValue().poll() : null;
            if (answer != null) {
                answer.to(exchange);
                return true;
            }
        }
        return false;
    }

    public static Answer json(int status, String json, String... headers) {
        return exchange -> json(exchange, status, json, headers);
    }

    public static Answer error(int status, String code, String message, String... headers) {
        return json(
                status, "[{\"errorCode\":\"%s\",\"message\":\"%s\",\"fields\":[]}]".formatted(code, message), headers);
    }

    /** The org has no such field. */
    public void lacks(String field) {
        org.lack(field);
    }

    /** Users may not write this field. */
    public void protects(String field) {
        org.protect(field);
    }

    /** No session given so far is accepted any more. */
    public void expireSessions() {
        api.expireSessions();
    }

    /** A record that is there already, as it is at any time. */
    public Map<String, Object> add(String object, Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return org.create(object, fields);
    }

    /** The records of an object, the one changed last last. */
    public List<Map<String, Object>> all(String object) {
        List<Map<String, Object>> all = new ArrayList<>(org.find(object, any -> true));
        Collections.reverse(all);
        return all;
    }

    /** Takes all records out. */
    public void empty() {
        org.empty();
    }

    public List<PeerRequest> requests(String methodAndPathPart) {
        return asked().stream()
                .filter(request -> request.call().contains(methodAndPathPart))
                .toList();
    }
}
