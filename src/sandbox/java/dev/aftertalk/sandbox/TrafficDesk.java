package dev.aftertalk.sandbox;

import static dev.aftertalk.sandbox.TrafficConversation.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The operators at their desks: they connect before their first conversation and disconnect after their last, and now and then somebody is
 * hired or changed.
 */
class TrafficDesk {

    private static final List<String> CHANNELS = List.of("CHAT", "CALL", "VIDEO", "THIRD_PARTY");

    private final RandomGenerator random;
    private final Queue<TrafficConversation.Step> due = new ArrayDeque<>();
    private final Set<Integer> present = new HashSet<>();
    private final Map<Integer, Integer> open = new HashMap<>();
    private Integer leaving;
    private int newest = SandboxTeam.MEMBERS.size();

    TrafficDesk(RandomGenerator random) {
        this.random = random;
    }

    /** What has to be told before anything else, or null. */
    TrafficConversation.Step next() {
        return due.poll();
    }

    /** Whether nobody of them is about to leave. */
    boolean takes(List<Integer> operators) {
        return leaving == null || !operators.contains(leaving);
    }

    /** They take part in a conversation that begins. */
    void begin(List<Integer> operators) {
        for (Integer operator : operators) {
            open.merge(operator, 1, Integer::sum);
            if (present.add(operator)) {
                due.add(user("user.connected", operator));
                due.add(availability(operator, true));
            }
        }
    }

    /** Their conversation has ended: one in forty times somebody of them takes no more of them. */
    void end(List<Integer> operators) {
        operators.forEach(operator -> open.merge(operator, -1, Integer::sum));
        if (leaving == null && random.nextInt(40) == 0) {
            leaving = operators.get(0);
        }
        if (leaving != null && open.getOrDefault(leaving, 0) == 0) {
            due.add(availability(leaving, false));
            due.add(user("user.disconnected", leaving));
            present.remove(leaving);
            leaving = null;
        }
        if (random.nextInt(300) == 0) {
            due.add(user("user.updated", operators.get(0)));
        }
        if (random.nextInt(1000) == 0) {
            due.add(user("user.created", ++newest));
        }
    }

    private static TrafficConversation.Step user(String event, Integer operator) {
        return new TrafficConversation.Step(event, Map.of("userId", number(operator)));
    }

    private static TrafficConversation.Step availability(Integer operator, boolean available) {
        ArrayNode availabilities = JsonNodeFactory.instance.arrayNode();
        for (String channel : CHANNELS) {
            availabilities.addObject().put("channel", channel).put("status", available ? "AVAILABLE" : "UNAVAILABLE");
        }
        Map<String, JsonNode> values = Map.of("userId", number(operator), "availabilities", availabilities);
        return new TrafficConversation.Step("user.availability.updated", values);
    }
}
