package dev.aftertalk.connectors.jira;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.MovableClock;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The real application with its real ledger, error handling and kamelet, in front of a Jira that a test can break. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(JiraSinkApp.Beans.class)
abstract class JiraSinkApp {

    static final JiraPeer JIRA = new JiraPeer();
    static final Duration INDEX_LAG = Duration.ofMinutes(2);
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DATA;

    static {
        try {
            DATA = Files.createTempDirectory("aftertalk-jira");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Beans {
        @Bean
        Facts jiraTestFacts() {
            return new Facts();
        }

        /** What waits for Jira's index waits for the test. */
        @Bean
        MovableClock clock() {
            return new MovableClock(Instant.now());
        }
    }

    /** What the look-ups of a workflow would have found, by conversation. */
    public static final class Facts {

        final Map<String, Map<String, Object>> variables = new ConcurrentHashMap<>();
        final Map<String, Map<String, Object>> after = new ConcurrentHashMap<>();

        public void look(Exchange exchange) {
            exchange.getMessage().setHeader("mine", "kept");
            variables.getOrDefault(id(exchange), Map.of()).forEach(exchange::setVariable);
        }

        public void seen(Exchange exchange) {
            Map<String, Object> seen = new LinkedHashMap<>(exchange.getVariables());
            seen.put("headers", Map.copyOf(exchange.getMessage().getHeaders()));
            seen.put("body", exchange.getMessage().getBody());
            after.put(id(exchange), seen);
        }

        public void satisfaction(Exchange exchange) {
            exchange.getMessage().setBody(variables.get(id(exchange)).get("satisfaction"));
        }

        public void conversation(Exchange exchange) {
            exchange.getMessage().setBody(variables.get(id(exchange)).get("conversation"));
        }

        private static String id(Exchange exchange) {
            return String.valueOf(exchange.getMessage().getBody(Map.class).get("conversationId"));
        }
    }

    @Autowired
    MovableClock clock;

    @LocalServerPort
    int port;

    @Autowired
    Facts facts;

    LedgerFile ledger;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("aftertalk.data-dir", DATA::toString);
        settings.add("iadvize.webhook.secrets", () -> SignedWebhook.SECRET);
        settings.add(
                "camel.main.routes-include-pattern",
                () ->
                        "file:routes/webhook.camel.yaml,file:routes/errors.camel.yaml,file:routes/workflows/jira-ticket-*.camel.yaml,classpath:jira/routes/*.camel.yaml");
        // the two look-ups of the workflow are played, whatever there is of the same name
        settings.add("camel.component.kamelet.location", () -> "classpath:jira/doubles,file:routes/kamelets");
        settings.add("resilience.failures", () -> "1000"); // what a test breaks it wants to see broken
        settings.add("jira.url", () -> JIRA.url() + "/");
        settings.add("jira.email", () -> "bot@shop.test");
        settings.add("jira.api-token", () -> "t+k%n");
        settings.add("jira.project", () -> "CUST");
        settings.add("jira.read-timeout", () -> "2s");
        settings.add("jira.index-lag", INDEX_LAG::toString);
    }

    @BeforeEach
    void startOver() {
        JIRA.startOver();
        ledger = new LedgerFile(DATA);
    }

    String newConversation() {
        return UUID.randomUUID().toString();
    }

    /** Sends a new event of the conversation and returns its id. */
    String send(String conversation, String channel) {
        return send(conversation, channel, "satisfaction.answered");
    }

    String send(String conversation, String channel, String type) {
        String event = UUID.randomUUID().toString();
        try {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("eventId", event);
            body.put("eventType", type);
            body.put("createdAt", "2026-05-01T10:00:00Z");
            body.put("clientId", 1);
            body.put("conversationId", conversation);
            body.put("channel", channel);
            if (new SignedWebhook(port).post(JSON.writeValueAsString(body)) != 202) {
                throw new AssertionError("not accepted");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return event;
    }

    String send(String conversation) {
        return send(conversation, "CHAT");
    }

    void awaitRun(String event, String pattern) {
        awaitRun(event, "jira-test", pattern);
    }

    void awaitRun(String event, String workflow, String pattern) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ledger.run(event, workflow), run -> run.matches("(?s)" + pattern));
    }

    static String label(String conversation) {
        return "iadvize-" + conversation;
    }
}
