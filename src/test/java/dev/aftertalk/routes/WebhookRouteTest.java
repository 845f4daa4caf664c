package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.SignedWebhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRouteTest extends RoutesTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void answers202WithoutBodyOrHeadersOfOursOnceTheEventIsStored() throws Exception {
        String event = EventIds.renewed(SignedWebhook.sample("user.created"));
        HttpResponse<String> answer = post(event);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().map().keySet())
                .isSubsetOf(Set.of("content-length", "date", "connection", "keep-alive", "content-type"));
        assertThat(ledger.run(EventIds.of(event), "router")).isNotEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "",
                "\"text\"",
                "{\"eventType\":\"user.created\"}",
                "{\"eventId\":\"a\"}",
                "{\"eventId\":\"\",\"eventType\":\"user.created\"}",
                "{\"eventId\":null,\"eventType\":\"user.created\"}",
                "{\"eventId\":7,\"eventType\":\"user.created\"}",
                "{\"eventId\":\"a\",\"eventType\":\"user.created\"} {}"
            })
    void answers400WithAProblemWhenTheBodyIsNotAnEvent(String body) throws Exception {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(t -> assertThat(t).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("\"status\":400", "\"detail\":").doesNotContainIgnoringCase("exception");
        for (Map.Entry<String, ?> header : answer.headers().map().entrySet()) {
            assertThat(header.toString().toLowerCase(Locale.ROOT))
                    .doesNotContain("camel", "aftertalk", "exception", "iadvize");
        }
    }

    private HttpResponse<String> post(String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/iadvize"))
                        .header("Content-Type", "application/json")
                        .header("X-IADVIZE-SIGNATURE", SignedWebhook.signature(SignedWebhook.SECRET, body))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
