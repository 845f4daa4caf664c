package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What became of events, and having them run again, over HTTP with real runs. */
class LedgerApiTest extends RoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger VISITORS = new AtomicInteger(61_000);
    private static final String MAIL = "thank-you-email";

    private final HttpClient client = HttpClient.newHttpClient();

    @Autowired
    private CamelContext camel;

    @AfterEach
    void takeMails() {
        SMTP.refuse(false);
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

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private JsonNode post(int status, String path, String body) throws Exception {
        HttpResponse<String> answer = send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private JsonNode run(String eventId) throws Exception {
        for (JsonNode run : get("/api/events/" + eventId).get("runs")) {
            if (run.get("workflow").asText().equals(MAIL)) {
                return run;
            }
        }
        throw new AssertionError("no run of " + MAIL);
    }

    private String deadMail(int visitor) throws Exception {
        SMTP.refuse(true);
        String event = SignedWebhook.closedConversation(visitor);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), MAIL, "dead .*550.*");
        return EventIds.of(event);
    }

    private List<String> mailsTo(int visitor) {
        return SMTP.recipients().stream()
                .filter(("v" + visitor + "@visitors.test")::equals)
                .toList();
    }

    @Test
    void showsWhatWasCalledForAnEventWithAnswerAndTime() throws Exception {
        int visitor = VISITORS.incrementAndGet();
        String event = SignedWebhook.closedConversation(visitor);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), MAIL, "done");

        JsonNode shown = get("/api/events/" + EventIds.of(event));
        assertThat(shown.get("body").asText()).isEqualTo(event);
        assertThat(shown.get("eventType").asText()).isEqualTo("v2.conversation.closed");
        JsonNode run = run(EventIds.of(event));
        assertThat(run.get("state").asText()).isEqualTo("done");
        JsonNode attempt = run.get("history").get(0);
        assertThat(attempt.get("attempt").asInt()).isOne();
        assertThat(attempt.get("steps")).hasSize(2);
        assertThat(attempt.get("steps").get(0).get("to").asText()).isEqualTo("iadvize-rest");
        assertThat(attempt.get("steps").get(0).get("answer").asText()).isEqualTo("HTTP 200");
        assertThat(attempt.get("steps").get(0).get("step").asText()).contains("iadvize-visitor-ask-rest");
        assertThat(attempt.get("steps").get(1).get("to").asText()).isEqualTo("smtp");
        assertThat(attempt.get("steps").get(1).get("answer").asText()).isEqualTo("ok");
        assertThat(attempt.get("steps").get(1).get("ms").asLong()).isBetween(0L, 60_000L);
        assertThat(attempt.get("ids").get(0).asText()).startsWith("<").contains(EventIds.of(event));
        assertThat(run.toString()).doesNotContain("visitors.test");
        assertThat(get("/api/events/" + shown.get("number").asText())).isEqualTo(shown);
    }

    @Test
    void showsEachAttemptOfARunThatIsTriedAgain() throws Exception {
        IADVIZE.answer(exchange -> IadvizePeer.json(exchange, 503, "{}"));
        String event = SignedWebhook.closedConversation(VISITORS.incrementAndGet());
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), MAIL, "retrying .*503.*");
        JsonNode waiting = run(EventIds.of(event));
        assertThat(waiting.get("dueAt").asText()).isNotBlank();
        IADVIZE.answer(null);
        awaitRun(EventIds.of(event), MAIL, "done");

        JsonNode run = run(EventIds.of(event));
        JsonNode history = run.get("history");
        assertThat(history.size()).isEqualTo(run.get("attempts").asInt()).isGreaterThan(1);
        assertThat(history.get(0).get("state").asText()).isEqualTo("retrying");
        assertThat(history.get(0).get("cause").asText()).contains("503");
        assertThat(history.get(0).get("steps").get(0).get("answer").asText()).isEqualTo("HTTP 503");
        assertThat(history.get(history.size() - 1).get("state").asText()).isEqualTo("done");
    }

    @Test
    void sendsOneMailWhenADeadRunIsReplayed() throws Exception {
        int visitor = VISITORS.incrementAndGet();
        String eventId = deadMail(visitor);
        assertThat(run(eventId).has("about")).as("nothing is in doubt").isFalse();
        SMTP.refuse(false);

        JsonNode queued = post(200, "/api/events/" + eventId + "/runs/" + MAIL + "/replay", "{}");
        assertThat(queued.get("history").get(1).get("action").asText()).isEqualTo("replay");
        awaitRun(eventId, MAIL, "done");
        assertThat(mailsTo(visitor)).hasSize(1);

        post(409, "/api/events/" + eventId + "/runs/" + MAIL + "/replay", null);
        assertThat(ledger.run(eventId, MAIL)).isEqualTo("done");
        JsonNode late =
                post(409, "/api/events/" + eventId + "/runs/" + MAIL + "/replay", "{\"force\": true, \"attempts\": 1}");
        assertThat(late.get("detail").asText()).contains("It has run again since");
        post(400, "/api/events/" + eventId + "/runs/" + MAIL + "/replay", "{\"force\": true, \"attempts\": \"2\"}");
        post(200, "/api/events/" + eventId + "/runs/" + MAIL + "/replay", "{\"force\": true}");
        await().atMost(Duration.ofSeconds(20)).until(() -> mailsTo(visitor).size() == 2);
        awaitRun(eventId, MAIL, "done");
    }

    @Test
    void replaysNoRunThatNoRouteWouldTake() throws Exception {
        String eventId = deadMail(VISITORS.incrementAndGet());
        SMTP.refuse(false);
        camel.getRouteController().stopRoute(MAIL);
        try {
            JsonNode refused = post(409, "/api/events/" + eventId + "/runs/" + MAIL + "/replay", null);
            assertThat(refused.get("detail").asText()).contains("No route takes its runs");
            String all = "{\"dry\": false, \"filter\": {\"state\": \"dead\", \"event\": \"" + eventId + "\"}}";
            JsonNode order = post(202, "/api/runs/replay", all);
            assertThat(order.get("matched").asInt()).isZero();
            await().until(() -> get("/api/replays/" + order.get("id").asText())
                    .get("state")
                    .asText()
                    .equals("done"));
            assertThat(run(eventId).get("state").asText()).isEqualTo("dead");
        } finally {
            camel.getRouteController().startRoute(MAIL);
        }
        post(200, "/api/events/" + eventId + "/runs/" + MAIL + "/replay", null);
        awaitRun(eventId, MAIL, "done");
    }

    @Test
    void replaysAllThatAFilterMatchesAndNothingElseWhileEventsKeepComing() throws Exception {
        Instant begin = Instant.now().minusMillis(1);
        List<Integer> dead = new ArrayList<>();
        List<Integer> done = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            dead.add(VISITORS.incrementAndGet());
            deadMail(dead.get(i));
        }
        SMTP.refuse(false);
        for (int i = 0; i < 4; i++) {
            done.add(VISITORS.incrementAndGet());
            String event = SignedWebhook.closedConversation(done.get(i));
            assertThat(webhook.post(event)).isEqualTo(202);
            awaitRun(EventIds.of(event), MAIL, "done");
        }
        String filter = "{\"workflow\": \"%s\", \"from\": \"%s\", \"cause\": \"550\"}".formatted(MAIL, begin);

        JsonNode counted = post(200, "/api/runs/replay", "{\"filter\": " + filter + "}");
        assertThat(counted.get("matched").asInt()).isEqualTo(6);
        assertThat(counted.get("workflows").get(MAIL).asInt()).isEqualTo(6);
        assertThat(SMTP.recipients()).doesNotContain("v" + dead.get(0) + "@visitors.test");

        JsonNode order =
                post(202, "/api/runs/replay", "{\"dry\": false, \"perSecond\": 20, \"filter\": " + filter + "}");
        assertThat(order.get("matched").asInt()).isEqualTo(6);
        int live = VISITORS.incrementAndGet();
        assertThat(webhook.post(SignedWebhook.closedConversation(live))).isEqualTo(202);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> get("/api/replays/" + order.get("id").asText())
                        .get("state")
                        .asText()
                        .equals("done"));
        assertThat(get("/api/replays/" + order.get("id").asText())
                        .get("replayed")
                        .asInt())
                .isEqualTo(6);
        await().atMost(Duration.ofSeconds(20)).until(() -> mailsTo(live).size() == 1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> dead.stream().allMatch(visitor -> mailsTo(visitor).size() == 1));
        assertThat(done).allMatch(visitor -> mailsTo(visitor).size() == 1);
        assertThat(get("/api/replays").toString()).contains(order.get("id").asText());
    }

    @Test
    void skipsADeadRunWithAReason() throws Exception {
        String eventId = deadMail(VISITORS.incrementAndGet());
        String path = "/api/events/" + eventId + "/runs/" + MAIL + "/skip";
        post(400, path, "{}");
        post(400, path, null);
        JsonNode run = post(200, path, "{\"reason\": \"the customer\\ncalled\"}");
        assertThat(run.get("state").asText()).isEqualTo("skipped");
        assertThat(run.get("cause").asText()).isEqualTo("Skipped by token test: the customer called");
        post(409, path, "{\"reason\": \"again\"}");
        post(404, "/api/events/" + eventId + "/runs/none/skip", "{\"reason\": \"x\"}");
        post(404, "/api/events/none/runs/none/skip", "{\"reason\": \"x\"}");
    }

    @Test
    void skipsAllThatAFilterMatchesOnceItIsToldWhy() throws Exception {
        Instant begin = Instant.now().minusMillis(1);
        List<String> dead = List.of(deadMail(VISITORS.incrementAndGet()), deadMail(VISITORS.incrementAndGet()));
        String filter = "\"filter\": {\"workflow\": \"%s\", \"from\": \"%s\"}".formatted(MAIL, begin);

        JsonNode counted = post(200, "/api/runs/skip", "{" + filter + "}");
        assertThat(counted.get("matched").asInt()).isEqualTo(2);
        assertThat(counted.get("workflows").get(MAIL).asInt()).isEqualTo(2);
        assertThat(counted.has("force")).isFalse();
        JsonNode refused = post(400, "/api/runs/skip", "{" + filter + ", \"dry\": false}");
        assertThat(refused.get("detail").asText()).contains("Say why");
        post(400, "/api/runs/skip", "{" + filter + ", \"dry\": false, \"reason\": \" \"}");
        post(400, "/api/runs/skip", "{" + filter + ", \"dry\": false, \"reason\": \"x\", \"force\": true}");
        post(400, "/api/runs/replay", "{" + filter + ", \"reason\": \"x\"}");
        assertThat(run(dead.get(0)).get("state").asText()).isEqualTo("dead");

        JsonNode order =
                post(202, "/api/runs/skip", "{" + filter + ", \"dry\": false, \"reason\": \"a wrong template\"}");
        String id = order.get("id").asText();
        assertThat(order.get("reason").asText()).isEqualTo("a wrong template");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> get("/api/skips/" + id).get("state").asText().equals("done"));
        JsonNode done = get("/api/skips/" + id);
        assertThat(done.get("skipped").asInt()).isEqualTo(2);
        assertThat(done.has("replayed")).isFalse();
        assertThat(run(dead.get(1)).get("cause").asText()).isEqualTo("Skipped by token test: a wrong template");
        assertThat(get("/api/skips").toString()).contains(id);
        assertThat(get("/api/replays").toString()).doesNotContain(id);
        assertThat(send("GET", "/api/replays/" + id, null).statusCode()).isEqualTo(404);
        post(409, "/api/skips/" + id + "/cancel", null);
        post(404, "/api/replays/" + id + "/cancel", null);
    }

    @Test
    void findsEventsAndRunsByWhatIsKnownOfThem() throws Exception {
        String event = SignedWebhook.closedConversation(VISITORS.incrementAndGet());
        assertThat(webhook.post(event)).isEqualTo(202);
        String eventId = EventIds.of(event);
        awaitRun(eventId, MAIL, "done");
        JsonNode json = JSON.readTree(event);
        for (String query : List.of(
                "conversation=" + json.get("conversationId").asText(),
                "visitor=" + json.get("visitorId").asText(),
                "event=" + eventId,
                "type=v2.conversation.closed&workflow=" + MAIL + "&state=done&limit=1")) {
            assertThat(get("/api/events?" + query)
                            .get("events")
                            .get(0)
                            .get("eventId")
                            .asText())
                    .as(query)
                    .isEqualTo(eventId);
        }
        JsonNode runs = get("/api/runs?state=done&workflow=" + MAIL + "&event=" + eventId)
                .get("runs");
        assertThat(runs).hasSize(1);
        assertThat(get("/api/events?event=" + eventId + "&state=dead").get("events"))
                .isEmpty();
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        for (String wrong : List.of(
                "/api/events?state=ded",
                "/api/events?states=dead",
                "/api/events?limit=0",
                "/api/events?limit=1000",
                "/api/events?cursor=x",
                "/api/events?from=yesterday",
                "/api/events?from=2026-02-01&to=2026-01-01",
                "/api/events?project=x",
                "/api/events?number=1,x",
                "/api/events?number=" + "1,".repeat(200) + "1",
                "/api/events?cause=550",
                "/api/events?type=a&type=b",
                "/api/runs?type=" + "x".repeat(201))) {
            HttpResponse<String> answer = send("GET", wrong, null);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(JSON.readTree(answer.body()).get("detail").asText())
                    .as(wrong)
                    .doesNotContain("malformed");
        }
        for (String wrong : List.of(
                "{}",
                "{\"filter\": \"dead\"}",
                "{\"filter\": {}, \"dryRun\": true}",
                "{\"filter\": {\"sate\": \"dead\"}}",
                "{\"filter\": {\"state\": \"queued\"}}",
                "{\"filter\": {\"state\": \"skipped\"}}",
                "{\"filter\": {\"state\": \"done\", \"from\": \"2026-01-01\"}}",
                "{\"filter\": {\"type\": null}}",
                "{\"filter\": {}, \"perSecond\": 0}",
                "{\"filter\": {}, \"dry\": \"no\"}",
                "{\"filter\"")) {
            post(400, "/api/runs/replay", wrong);
        }
        post(404, "/api/replays/none/cancel", null);
        assertThat(send("GET", "/api/events/none", null).statusCode()).isEqualTo(404);
    }

    @Test
    void balancesWithNothingUnexplained() throws Exception {
        JsonNode balance = get("/api/ledger/balance");
        assertThat(balance.get("unexplained").asInt()).isZero();
        assertThat(balance.get("accepted").asLong()).isEqualTo(ledger.balance().accepted());
        assertThat(balance.has("states")).isTrue();
    }
}
