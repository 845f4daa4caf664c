package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.testing.SignedWebhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pausing a workflow or a system by the API, with real events. */
class PauseApiTest extends RoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger VISITORS = new AtomicInteger(71_000);
    private static final String MAIL = "thank-you-email";

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void resumeAll() throws Exception {
        send("POST", "/api/workflows/" + MAIL + "/resume", null);
        send("POST", "/api/systems/smtp/resume", null);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", authorization())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private JsonNode ask(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private JsonNode named(String list, String name) throws Exception {
        for (JsonNode each : ask(200, "GET", "/api/" + list, null).get(list)) {
            if (each.get("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no " + name);
    }

    private String closeConversation(int visitor) throws Exception {
        String event = SignedWebhook.closedConversation(visitor);
        assertThat(webhook.post(event)).isEqualTo(202);
        return EventIds.of(event);
    }

    private long mailsTo(int visitor) {
        return SMTP.recipients().stream()
                .filter(("v" + visitor + "@visitors.test")::equals)
                .count();
    }

    @Test
    void keepsTheRunsOfAPausedWorkflowAndLetsAllOthersGoOn() throws Exception {
        JsonNode paused = ask(200, "POST", "/api/workflows/" + MAIL + "/pause", "{\"reason\": \"new wording\"}");
        assertThat(paused.get("state").asText()).isEqualTo("paused");
        assertThat(paused.get("paused").get("reason").asText()).isEqualTo("new wording");
        assertThat(paused.get("paused").get("by").asText()).isNotEmpty();

        List<Integer> visitors = new ArrayList<>();
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            visitors.add(VISITORS.incrementAndGet());
            events.add(closeConversation(visitors.get(i)));
        }
        for (String event : events) {
            awaitRun(event, "live-conversations", "done");
        }

        JsonNode waiting = named("workflows", MAIL);
        assertThat(waiting.get("queued").asLong()).isEqualTo(3);
        assertThat(waiting.get("running").asLong()).isZero();
        assertThat(waiting.get("oldestDueAt").asText()).isNotEmpty();
        assertThat(named("workflows", "live-conversations").get("state").asText())
                .isEqualTo("running");
        assertThat(visitors).allMatch(visitor -> mailsTo(visitor) == 0);

        ask(200, "POST", "/api/workflows/" + MAIL + "/resume", null);
        for (String event : events) {
            awaitRun(event, MAIL, "done");
        }
        assertThat(visitors).allMatch(visitor -> mailsTo(visitor) == 1);
        assertThat(named("workflows", MAIL).has("paused")).isFalse();
    }

    @Test
    void callsNoPausedSystemAndGoesOnWhenItIsResumed() throws Exception {
        JsonNode paused = ask(200, "POST", "/api/systems/smtp/pause", null);
        assertThat(paused.get("paused").get("reason").asText()).isEmpty();
        int visitor = VISITORS.incrementAndGet();
        String event = closeConversation(visitor);

        awaitRun(event, MAIL, "retrying .*is paused by people here.*");
        assertThat(mailsTo(visitor)).isZero();
        assertThat(named("systems", "smtp").get("paused").get("since").asText()).isNotEmpty();

        ask(200, "POST", "/api/systems/smtp/resume", null);
        awaitRun(event, MAIL, "done");
        assertThat(mailsTo(visitor)).isOne();
    }

    @Test
    void saysWhatCanBePausedAndWhatIsAlready() throws Exception {
        assertThat(ask(404, "POST", "/api/workflows/thank-you-emial/pause", null)
                        .get("detail")
                        .asText())
                .contains("There is no such workflow; there are ")
                .contains(MAIL);
        assertThat(ask(404, "POST", "/api/systems/mail/pause", null)
                        .get("detail")
                        .asText())
                .contains("jira, salesforce, smtp");
        assertThat(ask(409, "POST", "/api/workflows/" + MAIL + "/resume", null)
                        .get("detail")
                        .asText())
                .isEqualTo("It is not paused.");
        assertThat(ask(400, "POST", "/api/systems/smtp/pause", "{\"why\": \"x\"}")
                        .get("detail")
                        .asText())
                .contains("reason");
        ask(200, "POST", "/api/systems/smtp/pause", "{\"reason\": \"first\"}");
        ask(409, "POST", "/api/systems/smtp/pause", "{\"reason\": \"second\"}");
        assertThat(named("systems", "smtp").get("paused").get("reason").asText())
                .isEqualTo("first");
    }
}
