package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.sandbox.SandboxTestApplication.Delivery;
import dev.aftertalk.sandbox.SandboxTestApplication.FrontDoor;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;

@SpringBootTest(
        classes = SandboxTestApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "sandbox.smtp-port=0")
@ActiveProfiles("sandbox")
class SendTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @Autowired
    FrontDoor frontDoor;

    @LocalServerPort
    int port;

    Browser browser;

    @BeforeEach
    void openTheDoor() {
        browser = new Browser(port);
        frontDoor.reset();
    }

    @Test
    void sendsASignedEventWithTheHeadersOfIadvize() throws Exception {
        JsonNode answer = JSON.readTree(
                browser.post("/sandbox/send?event=v2.conversation.closed").body());

        Delivery delivery = frontDoor.only();
        assertThat(delivery.headers().getFirst("x-iadvize-signature")).isEqualTo(signature(delivery.body()));
        assertThat(delivery.headers().getFirst("x-iadvize-delivery")).matches(UUID_FORM);
        assertThat(delivery.headers().getFirst("x-iadvize-correlationid")).matches(UUID_FORM);
        assertThat(delivery.headers().getContentType().isCompatibleWith(MediaType.APPLICATION_JSON))
                .isTrue();
        JsonNode event = JSON.readTree(delivery.body());
        assertThat(answer.get("eventId")).isEqualTo(event.get("eventId"));
        assertThat(answer.get("eventType").asText()).isEqualTo("v2.conversation.closed");
        assertThat(answer.get("status").asInt()).isEqualTo(202);
    }

    @Test
    void givesEachEventNewIdsAndDatesInTheFormsOfTheSample() throws Exception {
        JsonNode sample = sample("v2.conversation.closed");
        JsonNode first = sent("v2.conversation.closed");
        JsonNode second = sent("v2.conversation.closed");

        for (String field : new String[] {"eventId", "conversationId", "visitorId"}) {
            assertThat(Set.of(sample.get(field), first.get(field), second.get(field)))
                    .as(field)
                    .hasSize(3);
            assertThat(first.get(field).textValue()).matches(UUID_FORM);
        }
        assertThat(first.get("visitorExternalId").textValue()).matches("[1-9][0-9]{7}");
        assertThat(first.get("createdAt").textValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(first.get("operatorIds")).isEqualTo(sample.get("operatorIds"));
        assertThat(first.get("projectId")).isEqualTo(sample.get("projectId"));
    }

    @ParameterizedTest
    @CsvSource({
        "v2.conversation.pushed, v2.conversation.pushed",
        "v2.conversation.closed.offsite, v2.conversation.closed",
        "conversation.started, conversation.started",
        "visitor.updated, visitor.updated",
        "satisfaction.answered, satisfaction.answered",
        "satisfaction.answered.customerSatisfaction, satisfaction.answered",
        "satisfaction.answered.netPromoterScore, satisfaction.answered",
        "satisfaction.answered.satisfactionComment, satisfaction.answered",
        "satisfaction.answered.customQuestion, satisfaction.answered",
        "transaction.attributed, transaction.attributed",
        "user.availability.updated, user.availability.updated"
    })
    void keepsFieldsTypesAndDateSpellingOfEverySample(String name, String type) throws Exception {
        JsonNode sample =
                sample(name.equals("satisfaction.answered") ? "satisfaction.answered.customerSatisfaction" : name);
        JsonNode event = sent(name);

        assertThat(event.get("eventType").asText()).isEqualTo(type);
        assertThat(shape(event)).isEqualTo(shape(sample));
        Instant created =
                OffsetDateTime.parse(event.get("createdAt").textValue()).toInstant();
        assertThat(Duration.between(created, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        assertThat(event.get("createdAt").textValue())
                .hasSameSizeAs(sample.get("createdAt").textValue());
    }

    @Test
    void keepsTheOtherFormsOfIds() throws Exception {
        assertThat(sent("visitor.updated").get("visitorId").textValue()).matches("[0-9a-f]{45}");
        assertThat(sent("conversation.started").get("conversationId").isInt()).isTrue();
        assertThat(sent("v2.conversation.closed.offsite")
                        .get("visitorExternalId")
                        .isNull())
                .isTrue();
    }

    @Test
    void sendsTheSampleToTheByteWhenAskedForTheSeed() throws Exception {
        browser.post("/sandbox/send?event=v2.conversation.closed&seed=true");

        assertThat(frontDoor.only().body())
                .isEqualTo(new ClassPathResource("iadvize/events/v2.conversation.closed.json").getContentAsByteArray());
        assertThat(frontDoor.only().headers().getFirst("x-iadvize-signature"))
                .isEqualTo(signature(frontDoor.only().body()));
    }

    @Test
    void sendsAsManyAsAskedAllDifferent() throws Exception {
        JsonNode answer = JSON.readTree(browser.post("/sandbox/send?event=v2.conversation.pushed&count=120")
                .body());

        assertThat(answer.get("accepted").asInt()).isEqualTo(120);
        assertThat(answer.get("events")).hasSize(120);
        assertThat(frontDoor.deliveries().stream()
                        .map(delivery -> new String(delivery.body(), StandardCharsets.UTF_8))
                        .collect(Collectors.toSet()))
                .hasSize(120);
    }

    @Test
    void answersWithTheKnownNamesWhenTheEventIsUnknown() throws Exception {
        HttpResponse<String> answer = browser.post("/sandbox/send?event=conversation.exploded");

        JsonNode problem = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.get("detail").asText()).contains("conversation.exploded");
        assertThat(problem.get("events").toString()).contains("v2.conversation.closed", "visitor.updated");
        assertThat(frontDoor.deliveries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "501", "many"})
    void refusesACountItCanNotSend(String count) throws Exception {
        HttpResponse<String> answer = browser.post("/sandbox/send?event=v2.conversation.closed&count=" + count);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(frontDoor.deliveries()).isEmpty();
    }

    @Test
    void leadsTheFormBackToTheStartPageWithTheAnswer() throws Exception {
        HttpResponse<String> answer = browser.submit("/sandbox/send", "event=v2.conversation.closed");

        assertThat(answer.statusCode()).isEqualTo(303);
        Document page = browser.page(answer.headers().firstValue("Location").orElseThrow());
        assertThat(page.select(".flash.good").text()).contains("v2.conversation.closed", "202", "accepted and stored");
        assertThat(page.select(".sends li").first().text()).contains("v2.conversation.closed", "202");
    }

    @Test
    void reportsARefusalAsItIs() throws Exception {
        frontDoor.answer(503);

        JsonNode answer = JSON.readTree(
                browser.post("/sandbox/send?event=v2.conversation.closed").body());
        HttpResponse<String> form = browser.submit("/sandbox/send", "event=v2.conversation.closed");

        assertThat(answer.get("status").asInt()).isEqualTo(503);
        Document page = browser.page(form.headers().firstValue("Location").orElseThrow());
        assertThat(page.select(".flash.bad").text()).contains("503", "can't be stored now");
    }

    @Test
    void offersEveryEventTypeOnTheStartPage() throws Exception {
        Document page = browser.page("/sandbox");

        assertThat(page.select("form[action=/sandbox/send] input[name=event]").eachAttr("value"))
                .contains(
                        "v2.conversation.pushed",
                        "v2.conversation.closed",
                        "conversation.started",
                        "visitor.updated",
                        "satisfaction.answered.netPromoterScore",
                        "user.availability.updated");
        assertThat(page.select("a[href=/sandbox/inbox]")).isNotEmpty();
        for (String name :
                page.select("form[action=/sandbox/send] input[name=event]").eachAttr("value")) {
            assertThat(browser.post("/sandbox/send?event=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                            .statusCode())
                    .as(name)
                    .isEqualTo(200);
        }
    }

    /** The example a reader copies into a shell is run as it stands. */
    @Test
    void showsAnExampleThatWorksInAShell() throws Exception {
        String script = browser.page("/sandbox").select("#by-hand").first().wholeText();
        Process shell =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).as(output).isZero();
        assertThat(output).contains("202");
        assertThat(frontDoor.only().headers().getFirst("x-iadvize-signature"))
                .isEqualTo(signature(frontDoor.only().body()));
    }

    private JsonNode sent(String name) throws Exception {
        frontDoor.reset();
        browser.post("/sandbox/send?event=" + name);
        return JSON.readTree(frontDoor.only().body());
    }

    private static JsonNode sample(String name) throws Exception {
        return JSON.readTree(new ClassPathResource("iadvize/events/" + name + ".json").getContentAsByteArray());
    }

    private static Map<String, Object> shape(JsonNode event) {
        return event.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, field -> field.getValue()
                .getNodeType()));
    }

    private static String signature(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("sandbox-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        StringBuilder hex = new StringBuilder("sha256=");
        for (byte b : mac.doFinal(body)) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }
}
