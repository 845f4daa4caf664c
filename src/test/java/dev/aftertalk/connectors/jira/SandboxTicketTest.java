package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The kamelet and the sandbox's Jira understand each other. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "sandbox.smtp-port=0")
@Import(JiraSinkApp.Beans.class)
@ActiveProfiles("sandbox")
class SandboxTicketTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @LocalServerPort
    int port;

    @Autowired
    JiraSinkApp.Facts facts;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) throws IOException {
        String data = Files.createTempDirectory("aftertalk-sandbox-jira").toString();
        settings.add("aftertalk.data-dir", () -> data);
        settings.add("iadvize.webhook.secrets", () -> SignedWebhook.SECRET);
        settings.add(
                "camel.main.routes-include-pattern",
                () -> "file:routes/webhook.camel.yaml,file:routes/errors.camel.yaml,classpath:jira/routes/*.camel.yaml,"
                        + "classpath:sandbox/jira.camel.yaml");
    }

    @Test
    void opensAnIssueAndARequestWithTheirTranscriptsAfterAFewFailures() throws Exception {
        post("/sandbox/jira/fail?status=429&times=2&retryAfter=1");
        for (String channel : List.of("CHAT", "DESK")) {
            String conversation = UUID.randomUUID().toString();
            facts.variables.put(
                    conversation,
                    Map.of(
                            "satisfaction", Map.of("customerSatisfaction", 1, "satisfactionComment", "Bad"),
                            "conversation", Map.of("transcript", List.of(Map.of("text", "é".repeat(50_000))))));
            String event = "{\"eventId\":\"" + UUID.randomUUID() + "\",\"eventType\":\"satisfaction.answered\","
                    + "\"createdAt\":\"2026-05-01T10:00:00Z\",\"conversationId\":\"" + conversation
                    + "\",\"channel\":\"" + channel + "\"}";
            assertThat(new SignedWebhook(port).post(event)).isEqualTo(202);
            String label = "iadvize-" + conversation;
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(issues())
                    .filteredOn(issue -> issue.path("labels").toString().contains(label))
                    .singleElement()
                    .satisfies(issue ->
                            assertThat(issue.path("attachments").toString()).isEqualTo("[\"" + label + ".txt\"]")));
        }
    }

    private Iterable<JsonNode> issues() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri("/sandbox/jira.json")).build();
            return new ObjectMapper()
                    .readTree(CLIENT.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void post(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody()).build();
        assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
