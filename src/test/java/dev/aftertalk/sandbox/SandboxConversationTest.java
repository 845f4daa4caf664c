package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.iadvize.HistoryPage;
import dev.aftertalk.connectors.iadvize.IadvizeHistory;
import dev.aftertalk.connectors.iadvize.PastConversation;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.testing.FreePort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** {@code iadvize-conversation-action.kamelet.yaml} asking the sandbox's iAdvize over HTTP. */
@SpringBootTest(
        webEnvironment = WebEnvironment.DEFINED_PORT,
        classes = SandboxConversationTest.App.class,
        properties = {
            "camel.main.routes-include-pattern=classpath:sandbox/iadvize.camel.yaml",
            "iadvize.rest.api-key=sandbox-api-key",
            "iadvize.graphql.username=sandbox@aftertalk.test",
            "iadvize.graphql.password=sandbox-password",
            "spring.autoconfigure.exclude=org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
                    + "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration"
        })
@ActiveProfiles("sandbox")
class SandboxConversationTest {

    @EnableAutoConfiguration(exclude = SandboxExtension.class)
    @ComponentScan("dev.aftertalk.connectors.iadvize")
    @ConfigurationPropertiesScan({"dev.aftertalk.connectors.iadvize", "dev.aftertalk.connectors.calls"})
    @Import({
        ConnectorTimers.class,
        Guards.class,
        Detours.class,
        SandboxVisitors.class,
        SandboxHistory.class,
        SandboxConversations.class,
        SandboxPeers.Iadvize.class
    })
    static class App {}

    @Autowired
    private CamelContext camel;

    @Autowired
    private SandboxHistory history;

    @Autowired
    private IadvizeHistory iadvize;

    @DynamicPropertySource
    static void port(DynamicPropertyRegistry registry) throws Exception {
        int port = FreePort.next();
        String url = "http://localhost:" + port + "/sandbox/iadvize";
        registry.add("server.port", () -> port);
        registry.add("iadvize.rest.url", () -> url + "/api/2");
        registry.add("iadvize.graphql.url", () -> url + "/graphql");
        registry.add("iadvize.graphql.token-url", () -> url + "/oauth2/token");
    }

    @BeforeEach
    void addAWorkflow() throws Exception {
        if (camel.getRoute("workflow") == null) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("direct:workflow")
                            .routeId("workflow")
                            .toV("kamelet:iadvize-conversation-action", null, "conversation");
                }
            });
        }
    }

    @Test
    void knowsTheConversationOfTheSandboxsEvents() throws Exception {
        Map<String, Object> found = conversation("4c8c7408-f73c-42cd-89e9-afbbee7d9024");

        assertThat(found)
                .containsEntry("project", Map.of("id", "1", "name", "My brand online"))
                .containsEntry("language", "fr")
                .containsEntry("tags", List.of("Livraison"))
                .containsKeys("customData", "closingFormValues", "operators", "closedAt")
                .containsEntry(
                        "satisfaction",
                        Map.of("customerSatisfaction", 5, "netPromoterScore", 10, "satisfactionComment", "Rapide"));
        assertThat(((Map<?, ?>) found.get("visitor")).get("email")).isEqualTo("camille.durand@example.com");
        assertThat(transcript(found).get(1)).containsEntry("author", "visitor").containsEntry("name", "Camille Durand");
    }

    @Test
    void tellsPlausibleConversationsThatStayTheSame() throws Exception {
        int tickets = 0;
        int several = 0;
        int rated = 0;
        Set<Object> authors = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            String id = new UUID(i, i).toString();
            if (i == 0) {
                continue; // the one that the sandbox does not know
            }
            Map<String, Object> found = conversation(id);
            tickets += ((Map<?, ?>) found.get("closingFormValues")).containsValue("Open a ticket") ? 1 : 0;
            int messages = transcript(found).size();
            several += messages > 100 ? 1 : 0;
            rated += found.containsKey("satisfaction") ? 1 : 0;
            assertThat(found.get("satisfaction"))
                    .isEqualTo(SandboxSurvey.of(id)
                            .map(SandboxConversationTest::satisfaction)
                            .orElse(Map.of()));
            assertThat(messages > 100 || messages >= 4 && messages <= 12).isTrue();
            assertThat(found).doesNotContainKey("transcriptTruncated").containsKey("operators");
            transcript(found).forEach(message -> authors.add(message.get("author")));
            if (i % 100 == 1) {
                assertThat(conversation(id)).isEqualTo(found);
            }
        }
        assertThat(tickets).isBetween(5, 30);
        assertThat(several).isBetween(1, 20);
        assertThat(rated).isBetween(70, 130);
        assertThat(authors).containsExactlyInAnyOrder("visitor", "operator", "bot");
    }

    @Test
    void findsTheConversationOfAnOlderEventByRest() throws Exception {
        Exchange exchange = lookUp(Map.of("conversationId", 4711, "channel", "chat"));

        Map<String, Object> found = exchange.getVariable("conversation", Map.class);
        assertThat(found).containsEntry("legacyId", "4711").containsEntry("createdAt", "2019-04-12T07:48:35Z");
        assertThat(transcript(found)).hasSizeGreaterThan(4);
        assertThat(transcript(found).get(0)).containsEntry("author", "operator");
    }

    @Test
    void doesNotKnowAConversationOfZeros() throws Exception {
        assertThat(lookUp(Map.of("conversationId", new UUID(0, 0).toString())).getException())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("knows no conversation");
    }

    private static Map<String, Object> satisfaction(SandboxSurvey survey) {
        Map<String, Object> satisfaction = new HashMap<>();
        satisfaction.put("customerSatisfaction", survey.customerSatisfaction());
        satisfaction.put("netPromoterScore", survey.netPromoterScore());
        satisfaction.put("satisfactionComment", survey.comment());
        satisfaction.values().removeIf(Objects::isNull);
        return satisfaction;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> conversation(String id) throws Exception {
        Exchange exchange = lookUp(Map.of("conversationId", id));
        assertThat(exchange.getException()).isNull();
        return exchange.getVariable("conversation", Map.class);
    }

    private Exchange lookUp(Map<String, Object> event) throws Exception {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            return template.request(
                    "direct:workflow", exchange -> exchange.getMessage().setBody(event));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> transcript(Map<String, Object> conversation) {
        return (List<Map<String, Object>>) conversation.get("transcript");
    }

    @Test
    void listsWhatItsTrafficHadPageByPage() throws Exception {
        TrafficPlan plan = new TrafficPlan(new EventSamples(new ObjectMapper()), new Random(4));
        Set<String> closed = new TreeSet<>();
        Set<String> answered = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            SampleEvent event = plan.next(20);
            history.happened(event);
            JsonNode told = new ObjectMapper().readTree(event.body());
            if (event.eventType().equals("v2.conversation.closed")) {
                closed.add(told.path("conversationId").asText());
            } else if (event.eventType().equals("satisfaction.answered")) {
                answered.add(told.path("conversationId").asText());
            }
        }

        assertThat(iadvize.withoutConversations(List.of())).isNull();
        List<PastConversation> conversations = listed(iadvize::conversations);
        assertThat(closed).hasSizeGreaterThan(200);
        assertThat(conversations.stream().map(PastConversation::id)).hasSameElementsAs(closed);
        assertThat(conversations).allMatch(one -> !one.operators().isEmpty() && one.projectId() != null);
        List<PastConversation> answers = listed(iadvize::answers);
        assertThat(answers.stream().map(PastConversation::id)).hasSameElementsAs(answered);
        assertThat(answers).allMatch(one -> one.answers().get("customerSatisfaction") instanceof Integer);
        assertThat(iadvize.conversations(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), List.of(), null)
                        .conversations())
                .isEmpty();
    }

    private interface Listing {
        HistoryPage page(Instant from, Instant to, List<Long> projects, String after);
    }

    private static List<PastConversation> listed(Listing listing) {
        List<PastConversation> all = new ArrayList<>();
        String after = null;
        do {
            Instant to = Instant.now().plusSeconds(60);
            HistoryPage page = listing.page(to.minusSeconds(600), to, List.of(), after);
            assertThat(page.unusable()).isZero();
            assertThat(page.conversations()).hasSizeLessThanOrEqualTo(100);
            all.addAll(page.conversations());
            after = page.next();
        } while (after != null);
        return all;
    }
}
