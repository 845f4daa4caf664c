package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.access.TestLogins;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Erasing in the running server, as an admin does it over HTTP. */
class ErasureTest extends RoutesTest {

    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" content=\"([^\"]+)\"");
    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> erase(String json) throws Exception {
        String login = TestLogins.cookie(context, "admin");
        HttpResponse<String> page =
                http.send(request("/account").header("Cookie", login).build(), BodyHandlers.ofString());
        Matcher token = TOKEN.matcher(page.body());
        assertThat(token.find()).isTrue();
        return http.send(
                request("/api/admin/erasures")
                        .header("Cookie", login)
                        .header("X-CSRF-TOKEN", token.group(1))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    @Test
    void aMailThatWaitsIsNotSentAndTheNextEventIsActedOnAsUsual() throws Exception {
        IADVIZE.answer(exchange -> IadvizePeer.json(exchange, 503, "{}"));
        String event = SignedWebhook.closedConversation(9501);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "thank-you-email", "retrying.*");

        HttpResponse<String> answer = erase("{\"legacyVisitorId\": 9501}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"events\":1", "\"conversations\":1");
        assertThat(ledger.run(EventIds.of(event), "thank-you-email")).startsWith("skipped erased");
        assertThat(ledger.eventTypes(EventIds.conversationOf(event))).isEmpty();
        IADVIZE.answer(null);
        assertThat(webhook.post(event)).isEqualTo(202);
        String next = SignedWebhook.closedConversation(9501);
        assertThat(webhook.post(next)).isEqualTo(202);
        awaitRun(EventIds.of(next), "thank-you-email", "done");
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> SMTP.receivedBy("v9501@visitors.test").size() == 1);
        assertThat(ledger.run(EventIds.of(event), "thank-you-email")).startsWith("skipped erased");
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        assertThat(erase("{}").body()).contains("Say whom to erase");
        HttpResponse<String> typo = erase("{\"visitorid\":\"x\"}");
        assertThat(typo.statusCode()).isEqualTo(400);
        assertThat(typo.body()).contains("There is no such field; there are: visitorId");
        assertThat(erase("{\"visitorId\":[\"x\"]}").body()).contains("visitorId must be a text");
        assertThat(erase("{\"email\":\"nobody\"}").body()).contains("email must be an e-mail address");
        assertThat(erase("not json").statusCode()).isEqualTo(400);
    }

    @Test
    void isForAdminsAlone() throws Exception {
        HttpResponse<String> answer = http.send(
                request("/api/admin/erasures")
                        .header("Authorization", authorization())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"visitorId\":\"x\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
    }
}
