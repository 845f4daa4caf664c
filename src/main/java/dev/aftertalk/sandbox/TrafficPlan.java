package dev.aftertalk.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Says which event comes next: conversations that run side by side, each in its own order (pushed, closed, then for some the
 * survey's answers or an update of the visitor).
 */
class TrafficPlan {

    private static final String[] COMMENTS = {
        "It was very helpful",
        "Quick and friendly",
        "Too long to wait",
        "The answer did not help me",
        "Merci, très clair"
    };

    private final EventSamples samples;
    private final RandomGenerator random;
    private final List<Queue<Step>> open = new ArrayList<>();

    TrafficPlan(EventSamples samples, RandomGenerator random) {
        this.samples = samples;
        this.random = random;
    }

    /** @param sideBySide how many conversations are open at the same time */
    SampleEvent next(int sideBySide) {
        while (open.size() < sideBySide) {
            open.add(conversation());
        }
        int chosen = random.nextInt(open.size());
        Queue<Step> conversation = open.get(chosen);
        Step step = conversation.remove();
        if (conversation.isEmpty()) {
            open.remove(chosen);
        }
        return samples.fresh(step.sample(), step.values());
    }

    /** One in three answers the survey, most of them are content; one in ten is edited at the desk; one in eight is offsite. */
    private Queue<Step> conversation() {
        Map<String, JsonNode> ids = Map.of(
                "conversationId", EventSamples.text(UUID.randomUUID().toString()),
                "visitorId", EventSamples.text(UUID.randomUUID().toString()),
                "visitorExternalId", EventSamples.text(FreshIds.digits()));
        String form = chance(8) ? ".offsite" : "";
        Queue<Step> steps = new ArrayDeque<>();
        steps.add(new Step("v2.conversation.pushed" + form, ids));
        if (chance(10)) {
            // Another identifier of the visitor, as iAdvize sends it there.
            steps.add(new Step("visitor.updated", Map.of()));
        }
        steps.add(new Step("v2.conversation.closed" + form, ids));
        if (chance(3)) {
            addAnswers(steps, ids);
        }
        return steps;
    }

    private void addAnswers(Queue<Step> steps, Map<String, JsonNode> ids) {
        int stars = random.nextInt(100) < 75 ? 4 + random.nextInt(2) : 1 + random.nextInt(3);
        steps.add(answer(ids, "customerSatisfaction", IntNode.valueOf(stars)));
        if (chance(2)) {
            int recommends = Math.max(0, 2 * stars - random.nextInt(3));
            steps.add(answer(ids, "netPromoterScore", IntNode.valueOf(recommends)));
        }
        if (chance(4)) {
            steps.add(answer(ids, "satisfactionComment", EventSamples.text(COMMENTS[random.nextInt(COMMENTS.length)])));
        }
    }

    private static Step answer(Map<String, JsonNode> ids, String question, JsonNode value) {
        Map<String, JsonNode> values = new HashMap<>(ids);
        values.put(question, value);
        return new Step("satisfaction.answered." + question, values);
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private record Step(String sample, Map<String, JsonNode> values) {}
}
