package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.testing.SignedWebhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveConversationsRouteTest extends RoutesTest {

    private static final AtomicLong PROJECTS = new AtomicLong(990_000);

    private final long project = PROJECTS.incrementAndGet();

    @Test
    void countsEachConversationOnceWhateverTheOrderOfItsEvents() throws Exception {
        Instant begin = Instant.now().minus(Duration.ofHours(1));
        List<String> events = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            String conversation = UUID.randomUUID().toString();
            events.add(event("v2.conversation.pushed", conversation, "CHAT", begin));
            events.add(event("v2.conversation.pushed", conversation, "CHAT", begin.plusSeconds(60)));
            if (n < 2) {
                events.add(event("v2.conversation.closed", conversation, "CHAT", begin.plusSeconds(30)));
            }
        }
        Collections.shuffle(events, new Random(3));
        for (String event : events) {
            assertThat(webhook.post(event)).isEqualTo(202);
        }
        events.forEach(event -> awaitRun(EventIds.of(event), "live-conversations", "done"));
        assertThat(conversations().path("live").asInt()).isEqualTo(4);
        assertThat(conversations().path("closed").asInt()).isEqualTo(2);
    }

    @Test
    void countsWhatTheOlderEventTellsByItsNumber() throws Exception {
        String started = event("conversation.started", "4711" + project, "chat", Instant.now());
        assertThat(webhook.post(started)).isEqualTo(202);
        awaitRun(EventIds.of(started), "live-conversations", "done");
        assertThat(conversations().path("live").asInt()).isEqualTo(1);
    }

    @Test
    void forgetsChatsOfYesterdayButNotMessages() throws Exception {
        Instant twoDaysAgo = Instant.now().minus(Duration.ofDays(2));
        String chat = event("v2.conversation.pushed", UUID.randomUUID().toString(), "CHAT", twoDaysAgo);
        String message = event("v2.conversation.pushed", UUID.randomUUID().toString(), "WHATSAPP", twoDaysAgo);
        for (String event : List.of(chat, message)) {
            assertThat(webhook.post(event)).isEqualTo(202);
            awaitRun(EventIds.of(event), "live-conversations", "done");
        }
        assertThat(conversations().path("live").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"conversationId\": \"[^\"]+\"|\"conversationId\": {}|The field conversationId must be an identifier .*",
                "\"conversationId\": \"[^\"]+\"|\"conversationId\": null|The event has no conversationId.*",
            })
    void refusesAnEventThatCantBeCounted(String field, String wrong, String cause) throws Exception {
        String event = event("v2.conversation.pushed", UUID.randomUUID().toString(), "CHAT", Instant.now())
                .replaceFirst(field, wrong);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "live-conversations", "dead " + cause);
        assertThat(conversations().path("live").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"projectId\": \"x y\"",
                "\"projectId\": [1]",
                "\"projectId\": 1.5",
                "\"channel\": []",
                "\"channel\": {\"name\": \"CHAT\"}",
                "\"channel\": true"
            })
    void endsAConversationWhoseProjectOrChannelCantBeRead(String wrong) throws Exception {
        String conversation = UUID.randomUUID().toString();
        String field = wrong.replaceAll("\"(\\w+)\".*", "$1");
        String pushed = event("v2.conversation.pushed", conversation, "CHAT", Instant.now());
        String closed = event("v2.conversation.closed", conversation, "CHAT", Instant.now())
                .replaceFirst("\"" + field + "\": [^,\\n]+", wrong);
        for (String event : List.of(pushed, closed)) {
            assertThat(webhook.post(event)).isEqualTo(202);
            awaitRun(EventIds.of(event), "live-conversations", "done");
        }
        assertThat(conversations().path("live").asInt()).isZero();
        assertThat(ledger.history(EventIds.of(closed), "live-conversations"))
                .contains("Left out: The field " + field + " must be ");
    }

    private String event(String type, String conversation, String channel, Instant createdAt) {
        return EventIds.renewed(SignedWebhook.sample(type))
                .replaceFirst("\"conversationId\": [^,]+", "\"conversationId\": \"" + conversation + "\"")
                .replaceFirst("\"(projectId|websiteId)\": 1", "\"$1\": " + project)
                .replaceFirst("\"channel\": \"[^\"]+\"", "\"channel\": \"" + channel + "\"")
                .replaceFirst("\"createdAt\": \"[^\"]+\"", "\"createdAt\": \"" + createdAt + "\"");
    }

    private JsonNode conversations() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + port + "/api/satisfaction?project=" + project))
                                .header("Authorization", authorization())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).path("conversations");
    }
}
