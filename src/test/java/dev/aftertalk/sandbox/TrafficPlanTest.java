package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrafficPlanTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final List<JsonNode> events = new ArrayList<>();

    @BeforeEach
    void planTenThousandEvents() throws IOException {
        TrafficPlan plan = new TrafficPlan(new EventSamples(new ObjectMapper()), new Random(4));
        for (int i = 0; i < 10_000; i++) {
            events.add(JSON.readTree(plan.next(20).body()));
        }
    }

    @Test
    void keepsTheOrderOfEachConversation() {
        Map<String, List<String>> types = new LinkedHashMap<>();
        for (JsonNode event : events) {
            if (event.has("conversationId")) {
                types.computeIfAbsent(event.get("conversationId").asText(), id -> new ArrayList<>())
                        .add(event.get("eventType").asText());
            }
        }

        assertThat(types).hasSizeGreaterThan(3000);
        assertThat(types.values()).allSatisfy(order -> {
            assertThat(order.get(0)).isEqualTo("v2.conversation.pushed");
            if (order.size() > 1) {
                assertThat(order.get(1)).isEqualTo("v2.conversation.closed");
                assertThat(order.subList(2, order.size())).allMatch("satisfaction.answered"::equals);
            }
        });
    }

    @Test
    void givesAConversationOneVisitor() {
        Map<String, List<String>> visitors = new LinkedHashMap<>();
        for (JsonNode event : events) {
            if (event.has("conversationId") && event.has("visitorId")) {
                visitors.computeIfAbsent(event.get("conversationId").asText(), id -> new ArrayList<>())
                        .add(event.get("visitorId").asText() + event.get("visitorExternalId"));
            }
        }

        assertThat(visitors.values())
                .allSatisfy(seen -> assertThat(seen.stream().distinct()).hasSize(1));
        assertThat(visitors.values().stream().flatMap(List::stream).distinct()).hasSameSizeAs(visitors.keySet());
    }

    @Test
    void isMadeMostlyOfConversationsWithSomeAnswersAndUpdates() {
        assertThat(share("v2.conversation.pushed")).isBetween(0.30, 0.48);
        assertThat(share("v2.conversation.closed")).isBetween(0.30, 0.48);
        assertThat(share("satisfaction.answered")).isBetween(0.12, 0.30);
        assertThat(share("visitor.updated")).isBetween(0.02, 0.08);
    }

    @Test
    void staysWithinTheScalesOfTheSurvey() {
        assertThat(events)
                .filteredOn(event -> event.has("customerSatisfaction"))
                .allSatisfy(event ->
                        assertThat(event.get("customerSatisfaction").asInt()).isBetween(1, 5));
        assertThat(events).filteredOn(event -> event.has("netPromoterScore")).allSatisfy(event -> assertThat(
                        event.get("netPromoterScore").asInt())
                .isBetween(0, 10));
    }

    @Test
    void neverRepeatsAnEvent() {
        assertThat(events.stream().map(event -> event.get("eventId")).distinct())
                .hasSize(events.size());
    }

    private double share(String type) {
        return events.stream()
                        .filter(event -> event.get("eventType").asText().equals(type))
                        .count()
                / (double) events.size();
    }
}
