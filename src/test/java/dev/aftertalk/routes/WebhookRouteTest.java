package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.SignedWebhook;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** A captured call is signed as well as ever, and the ledger may have forgotten that it had the event, if it was there then. */
    @ParameterizedTest
    @CsvSource({
        "-P2400D,true",
        "-P400D,true",
        "-P398D,false",
        "-P90D,false",
        "-P89DT22H,true",
        "P400D,true",
        "'',true",
        "yesterday,true"
    })
    void doesNothingForAnEventThatWasSentLongerAgoThanEventsAreKept(String sent, boolean stored) throws Exception {
        String at =
                sent.contains("P") ? Instant.now().plus(Duration.parse(sent)).toString() : sent;
        String event = EventIds.renewed(SignedWebhook.sample("user.created"))
                .replaceFirst("\"sentAt\": *\"[^\"]*\"", "\"sentAt\": \"" + at + "\"");
        double before = tooOld();
        ledger.isSince(Instant.now().minus(Duration.ofDays(398)));

        HttpResponse<String> answer = post(event);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().map().keySet())
                .isSubsetOf(Set.of("content-length", "date", "connection", "keep-alive", "content-type"));
        assertThat(ledger.run(EventIds.of(event), "router").equals("none")).isEqualTo(!stored);
        assertThat(tooOld() - before).isEqualTo(stored ? 0 : 1);
    }

    private double tooOld() {
        return context.getBean(MeterRegistry.class)
                .get("aftertalk.events.too.old")
                .counter()
                .count();
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
