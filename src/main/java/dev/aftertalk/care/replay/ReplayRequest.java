package dev.aftertalk.care.replay;

import dev.aftertalk.ledger.history.EventFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody orders.
 *
 * @param dry only count; so it is unless the request says otherwise, since a slip of the pen must not send mails
 * @param force act again, whatever was done
 */
record ReplayRequest(EventFilter filter, boolean dry, boolean force, int perSecond) {

    /** @throws IllegalArgumentException in words for whoever asked */
    static ReplayRequest of(Map<String, Object> body) {
        body.keySet().forEach(name -> Parameters.check("field", name, List.of("filter", "dry", "force", "perSecond")));
        if (!(body.get("filter") instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("filter must be an object, such as {\"state\": \"dead\"}.");
        }
        Map<String, String> asked = new HashMap<>(Map.of("state", "dead"));
        fields.forEach((name, value) -> {
            Parameters.check("field of filter", name.toString(), EventFilter.NAMES);
            if (!(value instanceof String) && !(value instanceof Number)) {
                throw new IllegalArgumentException("filter." + name + " must be a text.");
            }
            asked.put(name.toString(), value.toString());
        });
        ReplayRequest request = new ReplayRequest(
                EventFilter.of(asked),
                flag(body, "dry", true),
                flag(body, "force", false),
                rate(body.get("perSecond")));
        if ("done".equals(request.filter.state()) && !request.force) {
            throw new IllegalArgumentException("What is done acts again only with \"force\": true.");
        }
        return request;
    }

    static boolean flag(Map<String, Object> body, String name, boolean otherwise) {
        Object value = body.getOrDefault(name, otherwise);
        if (!(value instanceof Boolean flag)) {
            throw new IllegalArgumentException(name + " must be true or false.");
        }
        return flag;
    }

    private static int rate(Object value) {
        if (value == null) {
            return BulkReplays.USUAL_RATE;
        }
        if (!(value instanceof Integer rate) || rate < 1 || rate > BulkReplays.HIGHEST_RATE) {
            throw new IllegalArgumentException(
                    "perSecond must be a number from 1 to " + BulkReplays.HIGHEST_RATE + ".");
        }
        return rate;
    }
}
