package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.usecases.links.SealedLinks;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** From the mail to the figures: the workflow, and the page behind its link as a browser sees it. */
class SatisfactionSurveyRouteTest extends RoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LINK = Pattern.compile("https://aftertalk\\.example\\.com(/survey/[A-Za-z0-9_-]+)");
    private static final String HOSTILE =
            "</textarea><script>alert(1)</script> ${1+1} #{2+2} <#if x> '; DROP TABLE x;-- 😀 \u202eevil\r\nBcc: a@b.test";
    private static final AtomicInteger VISITORS = new AtomicInteger(9000);

    private final HttpClient browser = HttpClient.newHttpClient();

    @Autowired
    private SealedLinks links;

    private int visitor;
    private String closed;

    @DynamicPropertySource
    static void survey(DynamicPropertyRegistry settings) {
        settings.add("workflows.satisfaction-survey", () -> true);
        settings.add("survey.delay", () -> "0s");
        settings.add("survey.brand", () -> "Shop & Co");
        settings.add("survey.max-answers", () -> 5);
    }

    @BeforeEach
    void aConversation() {
        visitor = VISITORS.incrementAndGet();
        // A project of its own, so that each test's figures are its own.
        closed = SignedWebhook.closedConversation(visitor)
                .replace("\"projectId\": 1,", "\"projectId\": " + visitor + ",");
        assertThat(closed).contains("\"projectId\": " + visitor);
    }

    @Test
    void asksOnceHoweverOftenTheEventComes() throws Exception {
        assertThat(webhook.post(closed)).isEqualTo(202);
        assertThat(webhook.post(closed)).isEqualTo(202);
        awaitRun(EventIds.of(closed), "satisfaction-survey", "done");
        assertThat(webhook.post(closed)).isEqualTo(202);
        assertThat(surveyMails()).hasSize(1);
        assertThat(surveyMails().get(0).getSubject()).isEqualTo("How was our conversation, Vera?");
    }

    @Test
    void asksOnceAboutAConversationThatIadvizeClosesTwice() throws Exception {
        askedAt();
        String twice = closed.replace(EventIds.of(closed), UUID.randomUUID().toString());
        assertThat(webhook.post(twice)).isEqualTo(202);
        awaitRun(
                EventIds.of(twice),
                "satisfaction-survey",
                "skipped no survey: this conversation has been asked about already");
        assertThat(surveyMails()).hasSize(1);
    }

    @Test
    void countsTheAnswersAndTheLastOnesOfAVisitorWhoAnswersAgain() throws Exception {
        String page = askedAt();
        assertThat(submit(page, "customerSatisfaction=2&netPromoterScore=10&satisfactionComment=Slow")
                        .statusCode())
                .isEqualTo(302);
        awaitFigures(figures -> figures.at("/csat/responses").asInt() == 1
                && figures.at("/csat/score").asDouble() == 0);
        assertThat(figures().at("/nps/promoters").asInt()).isEqualTo(1);
        assertThat(figures().at("/comments").asInt()).isEqualTo(1);

        Document again = page(page);
        assertThat(again.select("input[checked]").eachAttr("value")).containsExactly("2", "10");
        assertThat(again.selectFirst("textarea").text()).isEqualTo("Slow");
        assertThat(submit(page, "customerSatisfaction=5&netPromoterScore=0").statusCode())
                .isEqualTo(302);
        awaitFigures(figures -> figures.at("/csat/score").asDouble() == 100);
        assertThat(figures().at("/csat/responses").asInt()).isEqualTo(1);
        assertThat(figures().at("/nps/detractors").asInt()).isEqualTo(1);
    }

    @Test
    void takesAnswersByOneLinkOnlySoOften() throws Exception {
        String page = askedAt();
        for (int i = 0; i < 5; i++) {
            assertThat(submit(page, "customerSatisfaction=" + (i % 5 + 1)).statusCode())
                    .isEqualTo(302);
        }
        HttpResponse<String> refused = submit(page, "customerSatisfaction=1");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Jsoup.parse(refused.body()).selectFirst("h1").text()).isEqualTo("Your answers are in");
        assertThat(ledger.eventTypes(conversation())).hasSize(6);
        awaitFigures(figures -> figures.at("/csat/score").asDouble() == 100);
    }

    @Test
    void thanksTheVisitor() throws Exception {
        String page = askedAt();
        HttpResponse<String> answered = submit(page, "customerSatisfaction=4");
        String thanks = answered.headers().firstValue("Location").orElseThrow();
        assertThat(thanks).isEqualTo(page + "/thanks");
        Document shown = page(thanks);
        assertThat(shown.selectFirst("h1").text()).isEqualTo("Thank you!");
        assertThat(shown.selectFirst("a").attr("href")).isEqualTo(page);
    }

    @Test
    void storesNothingWhenTheLinkIsMerelyOpened() throws Exception {
        String page = askedAt();
        Document shown = page(page + "?customerSatisfaction=5");
        assertThat(shown.select("input[checked]").eachAttr("value")).containsExactly("5");
        assertThat(shown.selectFirst(".survey-brand").text()).isEqualTo("Shop & Co");
        assertThat(page(page).select("input[checked]")).isEmpty();
        assertThat(ledger.eventTypes(conversation())).containsExactly("v2.conversation.closed");
    }

    @Test
    void asksNobodyWhoHasAnsweredIadvizesSurvey() throws Exception {
        String answer = SignedWebhook.sample("satisfaction.answered.customerSatisfaction")
                .replaceFirst("\"eventId\": \"[^\"]*\"", "\"eventId\": \"answer-" + visitor + "\"")
                .replaceFirst("\"conversationId\": \"[^\"]*\"", "\"conversationId\": \"" + conversation() + "\"");
        assertThat(webhook.post(answer)).isEqualTo(202);
        awaitRun("answer-" + visitor, "csat", "done");
        assertThat(webhook.post(closed)).isEqualTo(202);
        awaitRun(EventIds.of(closed), "satisfaction-survey", "skipped no survey: the visitor has answered already");
        assertThat(surveyMails()).isEmpty();
    }

    @Test
    void asksNobodyWithoutAnAddress() throws Exception {
        IADVIZE.answer(exchange -> dev.aftertalk.testing.IadvizePeer.json(
                exchange, 200, "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":" + visitor + "}}"));
        assertThat(webhook.post(closed)).isEqualTo(202);
        awaitRun(EventIds.of(closed), "satisfaction-survey", "skipped no e-mail: the visitor has no e-mail address");
    }

    @Test
    void asksNobodyWhenNobodyIsKnown() throws Exception {
        String anonymous = closed.replaceFirst("\"visitorExternalId\": \"\\d+\",", "")
                .replaceFirst("\"visitorId\": \"[^\"]+\",", "");
        assertThat(anonymous).doesNotContain("isitor");
        assertThat(webhook.post(anonymous)).isEqualTo(202);
        awaitRun(EventIds.of(closed), "satisfaction-survey", "skipped no e-mail: the visitor has no e-mail address");
    }

    @ParameterizedTest
    @CsvSource({
        "'',Nothing is filled in yet",
        "customerSatisfaction=6,not among those offered",
        "customerSatisfaction=%3Cscript%3E,not among those offered",
        "netPromoterScore=11,not among those offered",
        "netPromoterScore=-1,not among those offered",
        "customQuestion=true,Nothing is filled in yet"
    })
    void saysWhatIsWrongWithAnAnswerAndStoresNothing(String form, String message) throws Exception {
        String page = askedAt();
        HttpResponse<String> answer = submit(page, form);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(Jsoup.parse(answer.body()).selectFirst("[role=alert]").text())
                .contains(message);
        assertThat(ledger.eventTypes(conversation())).containsExactly("v2.conversation.closed");
    }

    @Test
    void keepsWhatWasTypedWhenTheCommentIsTooLong() throws Exception {
        String page = askedAt();
        String comment = "x".repeat(50_000);
        HttpResponse<String> answer = submit(page, "customerSatisfaction=3&satisfactionComment=" + comment);
        assertThat(answer.statusCode()).isEqualTo(422);
        Document shown = Jsoup.parse(answer.body());
        assertThat(shown.selectFirst("textarea").text()).isEqualTo(comment);
        assertThat(shown.select("input[checked]").eachAttr("value")).containsExactly("3");
    }

    @Test
    void showsAndStoresWhatAVisitorTypedAsPlainText() throws Exception {
        String page = askedAt();
        String form = "customerSatisfaction=1&satisfactionComment="
                + URLEncoder.encode(HOSTILE + "\u0000", StandardCharsets.UTF_8);
        assertThat(submit(page, form).statusCode()).isEqualTo(302);
        awaitFigures(figures -> figures.at("/comments").asInt() == 1);
        Document shown = page(page);
        Element comment = shown.selectFirst("textarea");
        assertThat(comment.wholeText().replaceAll("\\r?\\n", "\n")).isEqualTo(HOSTILE.replace("\r\n", "\n"));
        assertThat(shown.select("script")).isEmpty();
    }

    @Test
    void keepsTheAnswersOnThePageWhileTheyCantBeStored() throws Exception {
        String page = askedAt();
        String url = environment.getRequiredProperty("spring.datasource.url");
        try (Connection other = DriverManager.getConnection(url);
                Statement lock = other.createStatement()) {
            lock.execute("BEGIN IMMEDIATE");
            HttpResponse<String> answer = submit(page, "customerSatisfaction=4&satisfactionComment=Kept");
            lock.execute("ROLLBACK");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            Document shown = Jsoup.parse(answer.body());
            assertThat(shown.selectFirst("[role=alert]").text()).contains("send them again");
            assertThat(shown.selectFirst("textarea").text()).isEqualTo("Kept");
        }
        assertThat(submit(page, "customerSatisfaction=4&satisfactionComment=Kept")
                        .statusCode())
                .isEqualTo(302);
        awaitFigures(figures -> figures.at("/csat/responses").asInt() == 1);
    }

    @Test
    void speaksTheVisitorsLanguageOrEnglish() throws Exception {
        String page = askedAt();
        assertThat(page(page, "fr-FR,fr;q=0.9").selectFirst("html").attr("lang"))
                .isEqualTo("fr");
        assertThat(page(page, "fr-FR,fr;q=0.9").selectFirst("h1").text()).contains("Comment s’est passée");
        assertThat(page(page, "ja").selectFirst("html").attr("lang")).isEqualTo("en");
    }

    @Test
    void opensNothingWithALinkThatIsOverOrNotOurs() throws Exception {
        String expired = links.make(
                        "survey",
                        Map.of("conversationId", conversation()),
                        Instant.now().minusSeconds(1))
                .replace("https://aftertalk.example.com", "");
        assertThat(get(expired, "en").statusCode()).isEqualTo(410);
        assertThat(submit(expired, "customerSatisfaction=1").statusCode()).isEqualTo(410);
        assertThat(Jsoup.parse(get(expired, "en").body()).selectFirst("h1").text())
                .isEqualTo("This survey is over");
        String forged = "/survey/" + "A".repeat(80);
        assertThat(get(forged, "en").statusCode()).isEqualTo(404);
        assertThat(submit(forged, "customerSatisfaction=1").statusCode()).isEqualTo(404);
        assertThat(get(forged, "en").body()).doesNotContain("Exception");
    }

    @Test
    void letsNothingElseSeeOrUseThePage() throws Exception {
        HttpResponse<String> answer = get(askedAt(), "en");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    }

    private String conversation() {
        return EventIds.conversationOf(closed);
    }

    /** Path of the page that the mail about this test's conversation leads to. */
    private String askedAt() throws Exception {
        assertThat(webhook.post(closed)).isEqualTo(202);
        awaitRun(EventIds.of(closed), "satisfaction-survey", "done");
        MimeMessage mail = surveyMails().get(0);
        String html =
                ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent().toString();
        Matcher link = LINK.matcher(html);
        assertThat(link.find()).as(html).isTrue();
        return link.group(1);
    }

    private List<MimeMessage> surveyMails() {
        return SMTP.receivedBy("v" + visitor + "@visitors.test").stream()
                .filter(mail -> {
                    try {
                        return mail.getMessageID().contains("satisfaction-survey");
                    } catch (jakarta.mail.MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private JsonNode figures() throws Exception {
        HttpResponse<String> answer = get("/api/satisfaction?project=" + visitor, "en");
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private void awaitFigures(java.util.function.Predicate<JsonNode> expected) {
        await().atMost(Duration.ofSeconds(20)).until(this::figures, expected);
    }

    private Document page(String path) throws Exception {
        return page(path, "en");
    }

    private Document page(String path, String language) throws Exception {
        HttpResponse<String> answer = get(path, language);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    private HttpResponse<String> get(String path, String language) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept-Language", language);
        if (path.startsWith("/api")) {
            request.header("Accept", "application/json").header("Authorization", authorization());
        } else {
            request.header("Accept", "text/html");
        }
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> submit(String path, String form) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }
}
