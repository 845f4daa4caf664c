package dev.aftertalk.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.aftertalk.care.sample.FreshIds;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The events of one conversation, in order: pushed to its operators, closed, then for some what the visitor answers, changes or buys. Its
 * project, channel and operators are those that the sandbox's iAdvize tells when it is asked.
 */
class TrafficConversation {

    private final String id;
    private final RandomGenerator random;
    private final Queue<Step> steps = new ArrayDeque<>();

    /** An event to be: the sample it is made after, and the values that are its own. */
    record Step(String sample, Map<String, JsonNode> values) {}

    TrafficConversation(RandomGenerator random) {
        this.id = UUID.randomUUID().toString();
        this.random = random;
    }

    List<Integer> operators() {
        return SandboxTeam.operators(id).stream().map(SandboxTeam.Member::id).toList();
    }

    boolean ended() {
        return steps.isEmpty();
    }

    Step next() {
        return steps.remove();
    }

    /** One in three answers the survey; one in ten visitors is edited at the desk; one in fifteen buys something. */
    TrafficConversation begin() {
        // One app in a thousand is an old one. Its conversation is never told to end: the end has no sample of the
        // older form.
        if (chance(1000)) {
            steps.add(new Step("conversation.started", values(Map.of("websiteId", number(project())))));
            return this;
        }
        boolean offsite = SandboxTeam.channel(id).equals(SandboxTeam.MESSENGER);
        String form = offsite ? ".offsite" : "";
        Map<String, JsonNode> ids = ids();
        for (int operator : operators()) {
            steps.add(step("v2.conversation.pushed" + form, ids, "operatorId", number(operator)));
        }
        if (chance(10)) {
            // Another identifier of the visitor, as iAdvize sends it there.
            steps.add(new Step("visitor.updated", values(Map.of())));
        }
        steps.add(step("v2.conversation.closed" + form, ids, "operatorIds", numbers(operators())));
        SandboxSurvey.of(id).ifPresent(survey -> addAnswers(ids, survey));
        if (!offsite && chance(15)) {
            addPurchase(ids);
        }
        return this;
    }

    /** Of those who rate one in six changes the mind. */
    private void addAnswers(Map<String, JsonNode> ids, SandboxSurvey survey) {
        int stars = survey.customerSatisfaction();
        if (chance(6)) {
            int before = stars == 5 ? 4 : stars + 1;
            steps.add(answer(ids, "customerSatisfaction", number(before)));
        }
        steps.add(answer(ids, "customerSatisfaction", number(stars)));
        if (survey.netPromoterScore() != null) {
            steps.add(answer(ids, "netPromoterScore", number(survey.netPromoterScore())));
        }
        if (survey.comment() != null) {
            steps.add(answer(ids, "satisfactionComment", EventSamples.text(survey.comment())));
        }
        if (chance(5)) {
            steps.add(answer(ids, "customQuestion", BooleanNode.valueOf(stars > 2 || chance(2))));
        }
    }

    private void addPurchase(Map<String, JsonNode> ids) {
        Map<String, JsonNode> values = new HashMap<>(ids);
        values.put("operatorId", number(operators().get(operators().size() - 1)));
        values.put("amount", DoubleNode.valueOf((1000 + random.nextInt(40_000)) / 100.0));
        steps.add(new Step("transaction.attributed", values));
    }

    private Map<String, JsonNode> ids() {
        return Map.of(
                "conversationId", EventSamples.text(id),
                "visitorId", EventSamples.text(UUID.randomUUID().toString()),
                "visitorExternalId", EventSamples.text(FreshIds.digits()),
                "projectId", number(project()),
                "channel", EventSamples.text(SandboxTeam.channel(id)));
    }

    private Map<String, JsonNode> values(Map<String, JsonNode> more) {
        Map<String, JsonNode> values = new HashMap<>(more);
        values.put("operatorId", number(operators().get(0)));
        return values;
    }

    private int project() {
        return SandboxTeam.project(id);
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private static Step answer(Map<String, JsonNode> ids, String question, JsonNode value) {
        return step("satisfaction.answered." + question, ids, question, value);
    }

    private static Step step(String sample, Map<String, JsonNode> ids, String field, JsonNode value) {
        Map<String, JsonNode> values = new HashMap<>(ids);
        values.put(field, value);
        return new Step(sample, values);
    }

    static JsonNode number(int value) {
        return IntNode.valueOf(value);
    }

    private static JsonNode numbers(List<Integer> values) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        values.forEach(all::add);
        return all;
    }
}
