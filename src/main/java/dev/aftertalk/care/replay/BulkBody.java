package dev.aftertalk.care.replay;

import dev.aftertalk.care.replay.BulkOrder.Action;
import dev.aftertalk.ledger.history.EventFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An order about many runs as programs send it.
 *
 * @param dry only count; so it is unless the request says otherwise, since a slip of the pen must not send mails
 */
record BulkBody(BulkRequest request, boolean dry) {

    private static final String REASON = "reason";

    /** @throws IllegalArgumentException in words for whoever asked */
    static BulkBody of(Action action, Map<String, Object> body) {
        String own = action == Action.SKIP ? REASON : "force";
        body.keySet().forEach(name -> Parameters.check("field", name, List.of("filter", "dry", own, "perSecond")));
        boolean dry = flag(body, "dry", true);
        EventFilter filter = filter(body.get("filter"));
        int rate = rate(body.get("perSecond"));
        if (action == Action.REPLAY) {
            return new BulkBody(BulkRequest.replay(filter, flag(body, "force", false), rate), dry);
        }
        String reason = dry && !body.containsKey(REASON) ? null : Parameters.reason(body.get(REASON));
        return new BulkBody(BulkRequest.skip(filter, reason, rate), dry);
    }

    private static EventFilter filter(Object value) {
        if (!(value instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("filter must be an object, such as {\"state\": \"dead\"}.");
        }
        Map<String, String> asked = new HashMap<>(Map.of("state", "dead"));
        fields.forEach((name, text) -> {
            Parameters.check("field of filter", name.toString(), EventFilter.NAMES);
            if (!(text instanceof String) && !(text instanceof Number)) {
                throw new IllegalArgumentException("filter." + name + " must be a text.");
            }
            asked.put(name.toString(), text.toString());
        });
        return EventFilter.of(asked);
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
            return BulkOrders.USUAL_RATE;
        }
        if (!(value instanceof Integer rate) || rate < 1 || rate > BulkOrders.HIGHEST_RATE) {
            throw new IllegalArgumentException("perSecond must be a number from 1 to " + BulkOrders.HIGHEST_RATE + ".");
        }
        return rate;
    }
}
