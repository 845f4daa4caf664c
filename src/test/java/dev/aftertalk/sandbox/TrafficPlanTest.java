package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.usecases.satisfaction.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrafficPlanTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<JsonNode> PLANNED = new ArrayList<>();
    private static final Set<String> KINDS = new HashSet<>();

    private final List<JsonNode> events = PLANNED;

    /** Ten thousand events, and as many more as it takes until each kind has come: the ids are random, and the rarest kinds one of thousands. */
    @BeforeAll
    static void plan() throws IOException {
        EventSamples samples = new EventSamples(new ObjectMapper());
        for (String name : samples.names()) {
            KINDS.add(name.replaceFirst("\\.offsite$", "").replaceFirst("(satisfaction.answered).*", "$1"));
        }
        TrafficPlan plan = new TrafficPlan(samples, new Random(4));
        Set<String> missing = new HashSet<>(KINDS);
        for (int i = 0; i < 10_000 || (i < 100_000 && !missing.isEmpty()); i++) {
            JsonNode event = JSON.readTree(plan.next(20).body());
            PLANNED.add(event);
            missing.remove(event.get("eventType").asText());
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

        assertThat(types).hasSizeGreaterThan(2500);
        assertThat(types.values().stream().map(TrafficPlanTest::spelled))
                .allMatch(order -> order.matches("p{1,2}|p{1,2}c(a*t?)|s"))
                .anyMatch(order -> order.startsWith("pp"))
                .anyMatch(order -> order.matches(".*a.*"))
                .anyMatch(order -> order.endsWith("t"))
                .contains("s");
    }

    private static String spelled(List<String> types) {
        return types.stream()
                .map(type -> type.replace("v2.conversation.", "")
                        .replace("conversation.", "")
                        .substring(0, 1))
                .collect(Collectors.joining())
                .replace('s', 'a')
                .replaceFirst("^a$", "s");
    }

    @Test
    void tellsOfEachConversationWhatTheSandboxsIadvizeTellsOfIt() {
        for (JsonNode event : events) {
            if (event.path("conversationId").isTextual()) {
                String id = event.get("conversationId").asText();
                assertThat(event.get("projectId").asInt()).isEqualTo(SandboxTeam.project(id));
                if (event.has("channel")) {
                    assertThat(event.get("channel").asText()).isEqualTo(SandboxTeam.channel(id));
                }
                List<Integer> operators = SandboxTeam.operators(id).stream()
                        .map(SandboxTeam.Member::id)
                        .toList();
                if (event.has("operatorIds")) {
                    List<Integer> told = new ArrayList<>();
                    event.get("operatorIds").forEach(one -> told.add(one.asInt()));
                    assertThat(told).isEqualTo(operators);
                } else if (event.has("operatorId")) {
                    assertThat(operators).contains(event.get("operatorId").asInt());
                }
            }
        }
        assertThat(events.stream()
                        .map(event -> event.path("projectId").asInt())
                        .filter(id -> id > 0)
                        .distinct())
                .containsExactlyInAnyOrder(1, 2, 3);
        assertThat(events.stream()
                        .map(event -> event.path("channel").asText())
                        .filter(channel -> channel.matches("[A-Z_]+"))
                        .distinct())
                .containsExactlyInAnyOrder("CHAT", "CALL", "VIDEO", SandboxTeam.MESSENGER);
    }

    @Test
    void letsOperatorsConnectBeforeAndDisconnectAfterTheirConversations() {
        Map<Integer, String> desk = new HashMap<>();
        Set<Integer> seen = new HashSet<>();
        for (JsonNode event : events) {
            int user = event.path("userId").asInt();
            switch (event.get("eventType").asText()) {
                case "user.connected" -> assertThat(desk.put(user, "connected")).isIn(null, "gone");
                case "user.availability.updated" -> {
                    boolean available = event.toString().contains("\"AVAILABLE\"");
                    assertThat(desk.put(user, available ? "available" : "leaving"))
                            .isEqualTo(available ? "connected" : "available");
                }
                case "user.disconnected" -> assertThat(desk.put(user, "gone")).isEqualTo("leaving");
                case "v2.conversation.pushed" -> {
                    seen.add(event.get("operatorId").asInt());
                    assertThat(desk.get(event.get("operatorId").asInt())).isEqualTo("available");
                }
                default -> {
                    // not about desks
                }
            }
        }
        assertThat(seen).hasSize(SandboxTeam.MEMBERS.size());
        assertThat(share("user.disconnected")).isBetween(0.0005, 0.02);
    }

    @Test
    void sendsEveryKindOfEventThatTheSandboxKnows() {
        assertThat(events.stream().map(event -> event.get("eventType").asText()).distinct())
                .containsExactlyInAnyOrderElementsOf(KINDS);
        assertThat(share("user.created")).isLessThan(0.002);
        assertThat(share("user.updated")).isBetween(0.0001, 0.01);
        assertThat(share("transaction.attributed")).isBetween(0.005, 0.05);
        assertThat(share("conversation.started")).isLessThan(0.002);
        for (Question question : Question.values()) {
            assertThat(events).as(question.field()).anyMatch(event -> event.has(question.field()));
        }
    }

    @Test
    void letsSomeVisitorsCorrectTheirScore() {
        Map<String, List<Integer>> scores = new LinkedHashMap<>();
        for (JsonNode event : events) {
            if (event.has("customerSatisfaction")) {
                scores.computeIfAbsent(event.get("conversationId").asText(), id -> new ArrayList<>())
                        .add(event.get("customerSatisfaction").asInt());
            }
        }
        long corrected =
                scores.values().stream().filter(clicks -> clicks.size() == 2).count();
        assertThat(corrected / (double) scores.size()).isBetween(0.10, 0.25);
        assertThat(scores.values())
                .allMatch(clicks -> clicks.size() == 1 || clicks.size() == 2 && clicks.get(0) != clicks.get(1));
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
        assertThat(share("v2.conversation.pushed")).isBetween(0.30, 0.50);
        assertThat(share("v2.conversation.closed")).isBetween(0.28, 0.45);
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
