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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class CsatRouteTest extends RoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant CLICKED = Instant.parse("2026-03-10T10:00:00Z");
    private static final AtomicLong PROJECTS = new AtomicLong(880_000);

    @Autowired
    ProducerTemplate camel;

    private final HttpClient client = HttpClient.newHttpClient();
    private final long project = PROJECTS.incrementAndGet();

    @Test
    void countsTheLastClickHoweverTheClicksArrive() throws Exception {
        String conversation = UUID.randomUUID().toString();
        List<String> clicks = new ArrayList<>();
        for (int score = 1; score <= 5; score++) {
            clicks.add(answered(conversation, CLICKED.plusSeconds(score), "\"customerSatisfaction\": " + score));
        }
        Collections.shuffle(clicks, new Random(7));
        for (String click : clicks) {
            assertThat(webhook.post(click)).isEqualTo(202);
        }
        clicks.forEach(click -> awaitRun(EventIds.of(click), "csat", "done"));

        JsonNode csat = figures("").path("csat");
        assertThat(csat.path("responses").asInt()).isEqualTo(1);
        assertThat(csat.path("distribution").path("5").asInt()).isEqualTo(1);
        assertThat(csat.path("score").asDouble()).isEqualTo(100);
        assertThat(settledRuns(clicks)).containsExactly(clickWith(clicks, 5));
    }

    @Test
    void answersTheSettledAnswersOfTheWholeConversation() throws Exception {
        String conversation = UUID.randomUUID().toString();
        String rating = answered(conversation, CLICKED, "\"customerSatisfaction\": 2, \"netPromoterScore\": 0");
        String comment = answered(conversation, CLICKED.plusSeconds(9), "\"satisfactionComment\": \"slow\"");
        String custom = answered(conversation, CLICKED.plusSeconds(10), "\"customQuestion\": false");
        for (String event : List.of(custom, comment, rating)) {
            assertThat(webhook.post(event)).isEqualTo(202);
            awaitRun(EventIds.of(event), "csat", "done");
        }
        assertThat(settled(rating, Duration.ofMinutes(2)))
                .isEqualTo(Map.of(
                        "customerSatisfaction",
                        2,
                        "netPromoterScore",
                        0,
                        "satisfactionComment",
                        "slow",
                        "customQuestion",
                        false,
                        "settled",
                        true));
    }

    @Test
    void waitsWhenTheAnswerIsYoungerThanTheSettleTime() throws Exception {
        String event = answered(UUID.randomUUID().toString(), CLICKED, "\"customerSatisfaction\": 1");
        Exchange exchange = askSettled(event, Duration.ofSeconds(20));
        assertThat(exchange.getException())
                .isInstanceOfSatisfying(dev.aftertalk.ledger.RetryableException.class, e -> assertThat(
                                e.retryAfter().orElseThrow())
                        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"customerSatisfaction\": 0",
                "\"customerSatisfaction\": 6",
                "\"customerSatisfaction\": \"x\"",
                "\"customerSatisfaction\": 4.5",
                "\"customerSatisfaction\": 99999999999999999999999999999999999999",
                "\"customerSatisfaction\": [5]",
                "\"netPromoterScore\": -1",
                "\"netPromoterScore\": 11",
                "\"netPromoterScore\": true",
                "\"satisfactionComment\": 5",
                "\"satisfactionComment\": {\"text\": \"x\"}",
                "\"customQuestion\": \"yes\"",
                "\"customQuestion\": 1"
            })
    void leavesOutAnAnswerThatIsNoneAndKeepsTheOthersOfItsEvent(String wrong) throws Exception {
        boolean nps = wrong.contains("netPromoterScore");
        String good = nps ? "\"customQuestion\": true" : "\"netPromoterScore\": 10";
        String field = wrong.replaceAll("\"(\\w+)\".*", "$1");
        String event = answered(UUID.randomUUID().toString(), CLICKED, good + ", " + wrong);
        String alone = answered(UUID.randomUUID().toString(), CLICKED, wrong);
        for (String each : List.of(event, alone)) {
            assertThat(webhook.post(each)).isEqualTo(202);
        }
        awaitRun(EventIds.of(event), "csat", "done");
        awaitRun(EventIds.of(alone), "csat", "dead The field " + field + " must be .*");
        JsonNode figures = figures("");
        assertThat(figures.path("nps").path("responses").asInt()).isEqualTo(nps ? 0 : 1);
        assertThat(figures.path("customQuestion").path("yes").asInt()).isEqualTo(nps ? 1 : 0);
        assertThat(ledger.history(EventIds.of(event), "csat"))
                .contains("An answer was left out: The field " + field + " must be ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"4\"", "4.0", "\"4.00\""})
    void readsAScoreThatIsWrittenOtherwise(String four) throws Exception {
        String event = answered(
                UUID.randomUUID().toString(),
                CLICKED,
                "\"customerSatisfaction\": %s, \"netPromoterScore\": %s, \"customQuestion\": \"true\""
                        .formatted(four, four));
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "csat", "done");
        JsonNode figures = figures("");
        assertThat(figures.path("csat").path("responses").asInt()).isEqualTo(1);
        assertThat(figures.path("nps").path("responses").asInt()).isEqualTo(1);
        assertThat(figures.path("customQuestion").path("yes").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"firstContactResolution\": 1", "\"customerSatisfaction\": null", "\"x\": {}"})
    void skipsAnEventWithoutAKnownQuestion(String other) throws Exception {
        String event = answered(UUID.randomUUID().toString(), CLICKED, other);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "csat", "skipped no answer: .*");
    }

    @Test
    void keepsAHostileCommentAsTheTextItIs() throws Exception {
        String nasty = "a\\u0000b \\ud800 <script>alert(1)</script>\\r\\n${7*7} #{7*7} '; DROP TABLE run; -- \\u202e 😀"
                + "x".repeat(100_000);
        String event = answered(UUID.randomUUID().toString(), CLICKED, "\"satisfactionComment\": \"" + nasty + "\"");
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "csat", "done");
        assertThat(settled(event, Duration.ofMinutes(2)).get("satisfactionComment"))
                .isEqualTo("ab \ufffd <script>alert(1)</script>\r\n${7*7} #{7*7} '; DROP TABLE run; -- \u202e 😀"
                        + "x".repeat(100_000));
        HttpResponse<String> answer = get("?from=2026-03-10&to=2026-03-10&project=" + project);
        assertThat(JSON.readTree(answer.body()).path("comments").asInt()).isEqualTo(1);
        assertThat(answer.body()).doesNotContain("script", "xxx");
    }

    @Test
    void countsAnAnswerFromItsArrivalWhenItsTimeCannotBeRead() throws Exception {
        String event = answered(UUID.randomUUID().toString(), CLICKED, "\"customerSatisfaction\": 3")
                .replace(CLICKED.toString(), "yesterday");
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "csat", "done");
        assertThat(ledger.history(EventIds.of(event), "csat")).contains("createdAt is no time that can be read");
        assertThat(settled(event, Duration.ofMinutes(2)).get("customerSatisfaction"))
                .isEqualTo(3);
        assertThat(figures("").path("csat").path("responses").asInt())
                .as("on the day of the event")
                .isZero();
    }

    @Test
    void countsAnAnswerWhoseProjectCannotBeReadOrWhoseOffsetHasNoColon() throws Exception {
        String event = answered(UUID.randomUUID().toString(), CLICKED, "\"netPromoterScore\": 9")
                .replace(CLICKED.toString(), CLICKED.toString().replace("Z", "+0000"));
        String odd = answered(UUID.randomUUID().toString(), CLICKED, "\"netPromoterScore\": 9")
                .replaceFirst("\"projectId\": \\d+", "\"projectId\": [\"shop\"]");
        assertThat(webhook.post(event)).isEqualTo(202);
        assertThat(webhook.post(odd)).isEqualTo(202);
        awaitRun(EventIds.of(event), "csat", "done");
        awaitRun(EventIds.of(odd), "csat", "done");
        assertThat(figures("").path("nps").path("responses").asInt())
                .as("those of this project")
                .isEqualTo(1);
    }

    @Test
    void countsScoresAndComments() throws Exception {
        int[] ratings = {1, 3, 4, 5, 5, 5};
        int[] recommendations = {10, 9, 8, 7, 6, 0};
        List<String> events = new ArrayList<>();
        for (int i = 0; i < ratings.length; i++) {
            events.add(answered(
                    UUID.randomUUID().toString(),
                    CLICKED.plus(i / 3, ChronoUnit.DAYS),
                    "\"customerSatisfaction\": %d, \"netPromoterScore\": %d, \"customQuestion\": %s, \"satisfactionComment\": \"%s\""
                            .formatted(ratings[i], recommendations[i], i == 0, i % 2 == 0 ? "fine" : " ")));
        }
        for (String event : events) {
            assertThat(webhook.post(event)).isEqualTo(202);
        }
        events.forEach(event -> awaitRun(EventIds.of(event), "csat", "done"));

        JsonNode figures = figures("&granularity=day");
        assertThat(figures.path("csat"))
                .isEqualTo(
                        JSON.readTree(
                                """
                        {"score": 66.67, "average": 3.83, "responses": 6, "distribution": {"1": 1, "2": 0, "3": 1, "4": 1, "5": 3}}"""));
        assertThat(figures.path("nps"))
                .isEqualTo(
                        JSON.readTree(
                                """
                        {"score": 0.0, "promoters": 2, "passives": 2, "detractors": 2, "responses": 6, "distribution":
                         {"0": 1, "1": 0, "2": 0, "3": 0, "4": 0, "5": 0, "6": 1, "7": 1, "8": 1, "9": 1, "10": 1}}"""));
        assertThat(figures.path("customQuestion")).isEqualTo(JSON.readTree("{\"yes\": 1, \"no\": 5}"));
        assertThat(figures.path("comments").asInt()).isEqualTo(3);
        assertThat(figures.path("responseRate").isNull()).isTrue();
        JsonNode trend = figures.path("trend");
        assertThat(trend.findValuesAsText("csat").subList(9, 12)).containsExactly("33.33", "100.0", "null");
        assertThat(trend.findValuesAsText("nps").subList(9, 12)).containsExactly("66.67", "-66.67", "null");
        assertThat(trend.findValuesAsText("responses").subList(9, 12)).containsExactly("3", "3", "0");
    }

    @Test
    void storesWhatALookUpFoundBesideTheAnswer() throws Exception {
        String event = answered(UUID.randomUUID().toString(), CLICKED, "\"customerSatisfaction\": 4");
        Map<String, Object> body = body(event);
        body.remove("projectId");
        Map<String, Object> conversation = Map.of(
                "project", Map.of("id", project, "name", "shop"),
                "channel", "CHAT",
                "closedAt", CLICKED.toString(),
                "operators", List.of(Map.of("id", 7, "firstName", "Ann"), Map.of("lastName", "nobody"), "odd"));
        assertThat(sink(body, conversation).getException()).isNull();
        assertThat(figures("").path("csat").path("responses").asInt()).isEqualTo(1);
        assertThat(figures("").path("conversations").path("closed").asInt()).isEqualTo(1);
        assertThat(figures("").path("responseRate").asDouble()).isEqualTo(100);
    }

    @Test
    void storesTheAnswerWhateverALookUpFound() throws Exception {
        Map<String, Object> body = body(answered(UUID.randomUUID().toString(), CLICKED, "\"customerSatisfaction\": 4"));
        Map<String, Object> odd =
                Map.of("project", "shop", "channel", List.of(), "closedAt", "2026-03-10 10:00", "operators", "nobody");
        Exchange exchange = sink(body, odd);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo(body);
        assertThat(exchange.getVariables()).containsOnlyKeys("conversation");
        assertThat(figures("").path("csat").path("responses").asInt()).isEqualTo(1);
    }

    @Test
    void countsAnAnswerWhateverItsEventSaysAboutItsSource() throws Exception {
        Map<String, Object> body = body(answered(UUID.randomUUID().toString(), CLICKED, "\"customerSatisfaction\": 4"));
        body.put("source", "hearsay");
        assertThat(sink(body, Map.of()).getException()).isNull();
        assertThat(figures("").path("csat").path("responses").asInt()).isEqualTo(1);
    }

    private Exchange sink(Map<String, Object> body, Map<String, Object> conversation) {
        return camel.request("kamelet:satisfaction-sink", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.setVariable("conversation", conversation);
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(String event) throws Exception {
        return JSON.readValue(event, Map.class);
    }

    @Test
    void answersBadParametersAsAProblemThatSaysWhatToWrite() throws Exception {
        HttpResponse<String> answer = get("?granularity=minute");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JSON.readTree(answer.body()).path("detail").asText())
                .isEqualTo("granularity must be hour, day, week or month.");
    }

    private String answered(String conversation, Instant createdAt, String answers) {
        return EventIds.renewed(SignedWebhook.sample("satisfaction.answered.customerSatisfaction"))
                .replace("2d90a8a2-16df-45f5-897e-31adf9aa165d", conversation)
                .replace("\"projectId\": 1", "\"projectId\": " + project)
                .replaceFirst("\"createdAt\": \"[^\"]+\"", "\"createdAt\": \"" + createdAt + "\"")
                .replace("\"customerSatisfaction\": 3", answers);
    }

    private static String clickWith(List<String> clicks, int score) {
        return clicks.stream()
                .filter(click -> click.contains("\"customerSatisfaction\": " + score))
                .findFirst()
                .orElseThrow();
    }

    private List<String> settledRuns(List<String> events) throws Exception {
        List<String> settled = new ArrayList<>();
        for (String event : events) {
            if (Boolean.TRUE.equals(settled(event, Duration.ofMinutes(2)).get("settled"))) {
                settled.add(event);
            }
        }
        return settled;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> settled(String event, Duration age) throws Exception {
        Exchange exchange = askSettled(event, age);
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(Map.class);
    }

    private Exchange askSettled(String event, Duration age) throws Exception {
        Map<?, ?> body = JSON.readValue(event, Map.class);
        return camel.request("kamelet:satisfaction-settled-action", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.setProperty("ledgerFirstSeen", Instant.now().minus(age));
        });
    }

    private JsonNode figures(String more) throws Exception {
        HttpResponse<String> answer = get("?from=2026-03-01&to=2026-03-31&project=" + project + more);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> get(String query) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/satisfaction" + query))
                        .header("Authorization", authorization())
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
