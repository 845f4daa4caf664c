package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What {@code csat.camel.yaml} looks up and {@code live-conversations.camel.yaml} tells for free, and the figures they make. */
class CsatLookUpTest extends RoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final AtomicLong NUMBERS = new AtomicLong(770_000);

    @Autowired
    ProducerTemplate camel;

    private final long project = NUMBERS.incrementAndGet();

    // A number, which REST finds a conversation by.
    private final String conversation = "5" + NUMBERS.incrementAndGet();

    @Test
    void looksAConversationUpOnceThatNoEventHasTold() throws Exception {
        IADVIZE.answer(this::conversation);
        String rating = send(answered(conversation, "\"customerSatisfaction\": 5"), "done");
        assertThat(IADVIZE.asked()).anyMatch(this::asksForTheConversation);
        assertThat(breakdown("operator", "").path("rows").get(0).path("id").asText())
                .isEqualTo("8" + project);
        assertThat(figures("&channel=CALL&operator=8" + project)
                        .path("responses")
                        .asInt())
                .isEqualTo(1);
        assertThat(figures("&channel=CHAT").path("responses").asInt()).isZero();
        assertThat(figures("&operator=nobody").path("responses").asInt()).isZero();

        long asked = asked();
        send(answered(conversation, "\"netPromoterScore\": 9"), "done");
        assertThat(asked()).as(rating).isEqualTo(asked);
        assertThat(breakdown("operator", "").path("rows").get(0).path("nps").asDouble())
                .isEqualTo(100);
    }

    @Test
    void countsTheAnswerAtOnceAndTriesAgainWhileIadvizeIsDown() throws Exception {
        IADVIZE.answer(exchange -> IadvizePeer.json(exchange, 503, "{}"));
        String event = send(answered(conversation, "\"customerSatisfaction\": 4"), "retrying .*");
        assertThat(figures("").path("responses").asInt()).isEqualTo(1);

        IADVIZE.answer(this::conversation);
        awaitRun(EventIds.of(event), "csat", "done");
        assertThat(figures("").path("responses").asInt()).isEqualTo(1);
        assertThat(figures("&channel=CALL").path("responses").asInt()).isEqualTo(1);
    }

    @Test
    void countsTheAnswerAtOnceAndWaitsForTheDetailsWhileTheKeyIsWrong() throws Exception {
        IADVIZE.answer(exchange ->
                IadvizePeer.json(exchange, 200, "{\"meta\":{\"status\":\"error\",\"message\":\"Forbidden\"}}"));
        send(answered(conversation, "\"customerSatisfaction\": 4"), "retrying .*check iadvize.rest.api-key.*");
        assertThat(figures("").path("responses").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|{\"meta\":{\"status\":\"error\",\"message\":\"Not of your website\"}}",
                "404|{\"meta\":{\"status\":\"fail\",\"message\":\"Unknown 'conversation'\"}}",
                "200|{\"meta\":{\"status\":\"fail\",\"message\":\"Unknown 'conversation'\"}}",
            })
    void isDoneWhenIadvizeDoesNotGiveTheConversation(int status, String answer) throws Exception {
        IADVIZE.answer(exchange -> IadvizePeer.json(exchange, status, answer));
        send(answered(conversation, "\"customerSatisfaction\": 4"), "done");
        assertThat(IADVIZE.asked()).anyMatch(this::asksForTheConversation);
        assertThat(figures("").path("responses").asInt()).isEqualTo(1);
    }

    @Test
    void isDoneForAConversationThatCantBeAskedFor() throws Exception {
        send(answered("no number, no uuid", "\"customerSatisfaction\": 4"), "done");
        assertThat(figures("").path("responses").asInt()).isEqualTo(1);
    }

    @Test
    void tellsEachOperatorsFiguresFromTheEventsAlone() throws Exception {
        String talk = UUID.randomUUID().toString();
        String closed = EventIds.renewed(SignedWebhook.sample("v2.conversation.closed"))
                .replaceFirst("\"conversationId\": \"[^\"]+\"", "\"conversationId\": \"" + talk + "\"")
                .replaceFirst(
                        "\"operatorIds\": \\[[^\\]]*]",
                        "\"operatorIds\": [7%1$d, 9%1$d, {}, null, 7%1$d]".formatted(project))
                .replace("\"projectId\": 1", "\"projectId\": " + project)
                .replaceFirst("\"createdAt\": \"[^\"]+\"", "\"createdAt\": \"" + Instant.now() + "\"");
        // In either order.
        send(answered(talk, "\"customerSatisfaction\": 2, \"netPromoterScore\": 0"), "done");
        assertThat(webhook.post(closed)).isEqualTo(202);
        awaitRun(EventIds.of(closed), "live-conversations", "done");
        send(answered(talk, "\"customerSatisfaction\": 5"), "done");

        JsonNode rows = breakdown("operator", "").path("rows");
        assertThat(rows.findValuesAsText("id")).containsExactly("7" + project, "9" + project);
        assertThat(rows.findValuesAsText("csat")).containsExactly("100.0", "100.0");
        assertThat(rows.findValuesAsText("nps")).containsExactly("-100.0", "-100.0");
        assertThat(rows.findValuesAsText("closed")).containsExactly("1", "1");
        assertThat(rows.findValuesAsText("responseRate")).containsExactly("100.0", "100.0");
        assertThat(breakdown("operator", "&operator=9" + project).path("rows")).hasSize(1);
        assertThat(breakdown("channel", "").path("rows").findValuesAsText("id")).containsExactly("CHAT");
        assertThat(breakdown("project", "").path("rows").findValuesAsText("id")).containsExactly("" + project);
        JsonNode whole = get("?project=" + project + "&operator=7" + project);
        assertThat(whole.path("responseRate").asDouble()).isEqualTo(100);
        assertThat(whole.path("operator").asText()).isEqualTo("7" + project);
    }

    @Test
    void showsNamesAndCommentsAsTheTextTheyAre() throws Exception {
        String nasty = "<script>alert(1)</script>\r\n${7*7} #{7*7} '; DROP TABLE run; -- \u202e 😀";
        Map<String, Object> body = body(answered(
                conversation, "\"customerSatisfaction\": 1, \"satisfactionComment\": \"x\", \"netPromoterScore\": 3"));
        body.put("satisfactionComment", nasty + "\0" + "y".repeat(100_000));
        Map<String, Object> found = Map.of(
                "channel", "CHAT",
                "project", Map.of("id", project, "name", nasty + "\0"),
                "operators",
                        List.of(Map.of("id", "op" + project, "firstName", nasty + "\0", "lastName", "y".repeat(9000))));
        camel.request("kamelet:satisfaction-sink", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.setVariable("conversation", found);
        });

        JsonNode operator = breakdown("operator", "").path("rows").get(0);
        assertThat(operator.path("name").asText()).startsWith(nasty + " yyy").hasSizeBetween(200, 203);
        JsonNode its = breakdown("project", "").path("rows").get(0);
        assertThat(its.path("name").asText()).isEqualTo(nasty);
        for (String filter : List.of("", "&operator=op" + project, "&channel=chat")) {
            JsonNode comments = get("/comments?project=" + project + filter);
            assertThat(comments).as(filter).hasSize(1);
            JsonNode comment = comments.get(0);
            assertThat(comment.path("text").asText())
                    .startsWith(nasty + "yyy")
                    .endsWith("y…")
                    .hasSizeBetween(5000, 5003);
            assertThat(comment.path("customerSatisfaction").asInt()).isEqualTo(1);
            assertThat(comment.path("netPromoterScore").asInt()).isEqualTo(3);
            assertThat(comment.path("conversationId").asText()).isEqualTo(conversation);
            assertThat(comment.path("channel").asText()).isEqualTo("CHAT");
        }
    }

    @Test
    void listsTheNewestCommentsFirst() throws Exception {
        for (int n = 1; n <= 5; n++) {
            Map<String, Object> body =
                    body(answered(conversation + n, "\"satisfactionComment\": \"comment " + n + "\""));
            body.put("createdAt", Instant.now().minusSeconds(100 - n).toString());
            camel.sendBody("kamelet:satisfaction-sink", body);
        }
        camel.sendBody("kamelet:satisfaction-sink", body(answered(conversation, "\"satisfactionComment\": \" \"")));
        assertThat(get("/comments?project=" + project + "&limit=3").findValuesAsText("text"))
                .containsExactly("comment 5", "comment 4", "comment 3");
        JsonNode first = get("/comments?project=" + project).get(4);
        assertThat(first.path("customerSatisfaction").isNull()).isTrue();
    }

    @Test
    void asksForANameAgainOnlyWhenItIsNew() throws Exception {
        for (String name : List.of("Ann", "Ann", "Anna")) {
            camel.request("kamelet:satisfaction-sink", exchange -> {
                exchange.getMessage().setBody(body(answered(conversation, "\"customerSatisfaction\": 3")));
                exchange.setVariable(
                        "conversation", Map.of("operators", List.of(Map.of("id", "op" + project, "firstName", name))));
            });
        }
        assertThat(breakdown("operator", "").path("rows").get(0).path("name").asText())
                .isEqualTo("Anna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/breakdown",
                "/breakdown?by=visitor",
                "/breakdown?by=project&granularity=day",
                "/comments?limit=0",
                "/comments?limit=201",
                "/comments?limit=x",
                "/comments?by=project",
                "?operator=%00",
                "?channel=a&channel=b"
            })
    void answers400(String query) throws Exception {
        assertThat(answer(query).statusCode()).isEqualTo(400);
    }

    private void conversation(HttpExchange exchange) throws IOException {
        IadvizePeer.json(
                exchange,
                200,
                """
                {"meta":{"status":"success"},"data":{"id":%s,"channel":"call","website_id":%d,"operator_id":8%d,"history":"[]"}}"""
                        .formatted(conversation, project, project));
    }

    private boolean asksForTheConversation(PeerRequest request) {
        return request.path().contains("/conversation.json-unicode/" + conversation);
    }

    private long asked() {
        return IADVIZE.asked().stream().filter(this::asksForTheConversation).count();
    }

    private String send(String event, String end) throws Exception {
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "csat", end);
        return event;
    }

    private String answered(String conversation, String answers) {
        return EventIds.renewed(SignedWebhook.sample("satisfaction.answered.customerSatisfaction"))
                .replace("2d90a8a2-16df-45f5-897e-31adf9aa165d", conversation)
                .replace("\"projectId\": 1", "\"projectId\": " + project)
                .replaceFirst("\"createdAt\": \"[^\"]+\"", "\"createdAt\": \"" + Instant.now() + "\"")
                .replace("\"customerSatisfaction\": 3", answers);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(String event) throws IOException {
        return JSON.readValue(event, Map.class);
    }

    private JsonNode figures(String more) throws Exception {
        return get("?project=" + project + more).path("csat");
    }

    private JsonNode breakdown(String by, String more) throws Exception {
        return get("/breakdown?by=" + by + "&project=" + project + more);
    }

    private JsonNode get(String query) throws Exception {
        HttpResponse<String> answer = answer(query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> answer(String query) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/satisfaction" + query);
        return CLIENT.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", authorization())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
