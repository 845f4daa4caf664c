package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.Scrape;
import dev.aftertalk.testing.SignedWebhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What Prometheus reads, after real events that went well and that did not. */
class MetricsTest extends ScrapedRoutesTest {

    private static final String MAIL = "workflow=\"thank-you-email\"";
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void countsAnEventOnceAndItsRepeatApart() throws Exception {
        String fresh = "aftertalk_events_accepted_total{event_type=\"v2.conversation.closed\",result=\"new\"}";
        String repeated = "aftertalk_events_accepted_total{event_type=\"v2.conversation.closed\",result=\"repeated\"}";
        Scrape before = scrape();
        String event = SignedWebhook.closedConversation(9101);
        assertThat(webhook.post(event)).isEqualTo(202);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "thank-you-email", "done");

        Scrape after = awaitGrowth(before, "aftertalk_runs_total{outcome=\"done\"," + MAIL + "}", 1);
        assertThat(growth(before, after, fresh)).isEqualTo(1);
        assertThat(growth(before, after, repeated)).isEqualTo(1);
        assertThat(growth(before, after, "aftertalk_run_end_to_end_seconds_count{" + MAIL + "}"))
                .isEqualTo(1);
        assertThat(growth(before, after, "aftertalk_runs_total{outcome=\"done\",workflow=\"router\"}"))
                .isEqualTo(1);
        assertThat(growth(before, after, call("iadvize-rest", "success"))).isPositive();
        assertThat(growth(before, after, call("smtp", "success"))).isBetween(1.0, 2.0); // and the promo code's
        assertThat(growth(before, after, "aftertalk_ledger_commit_seconds_count"))
                .isPositive();
        assertThat(growth(before, after, "aftertalk_ledger_batch_operations_sum"))
                .isGreaterThanOrEqualTo(4);
        assertThat(after.value("aftertalk_smtp_connections{state=\"idle\"}")).isPositive();
    }

    @Test
    void makesNoSeriesOfATypeNobodyKnows() throws Exception {
        Scrape before = scrape();
        String event = SignedWebhook.closedConversation(9102).replace("v2.conversation.closed", "made.up\\\"}");
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "router", "unrouted");

        Scrape after = awaitGrowth(before, "aftertalk_runs_total{outcome=\"unrouted\",workflow=\"router\"}", 1);
        assertThat(growth(before, after, "aftertalk_events_accepted_total{event_type=\"other\",result=\"new\"}"))
                .isEqualTo(1);
        assertThat(after.text()).doesNotContain("made.up");
    }

    @Test
    void countsWhatItTurnsAwayByReason() throws Exception {
        Scrape before = scrape();
        String event = SignedWebhook.closedConversation(9103);
        assertThat(send("POST", event, "application/json", "sha256=" + "0".repeat(64)))
                .isEqualTo(401);
        assertThat(send("POST", "no json", "application/json", null)).isEqualTo(400);
        assertThat(send("POST", " ".repeat(300_000), "application/json", null)).isEqualTo(413);
        assertThat(send("POST", event, "text/plain", null)).isEqualTo(415);
        assertThat(send("PUT", event, "application/json", null)).isEqualTo(405);

        Scrape after = scrape();
        for (String reason : new String[] {"signature", "not_an_event", "too_large", "media_type", "method"}) {
            assertThat(growth(before, after, rejected(reason))).as(reason).isEqualTo(1);
        }
        for (String reason : new String[] {"unavailable", "not_ready", "too_slow", "cut_short", "not_gzip"}) {
            assertThat(after.series()).as(reason).containsEntry(rejected(reason), 0.0);
        }
        assertThat(after.series().keySet())
                .anyMatch(series -> series.startsWith("http_server_requests_seconds_bucket{")
                        && series.contains("status=\"401\",uri=\"/webhooks/iadvize\",le=\"1.0\""));
    }

    @Test
    void countsARunThatIsTriedAgainAndShowsItWhileItWaits() throws Exception {
        Scrape before = scrape();
        IADVIZE.answer(exchange -> IadvizePeer.json(exchange, 503, "{}"));
        String event = SignedWebhook.closedConversation(9104);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "thank-you-email", "retrying .*503.*");

        Scrape during = await().atMost(PATIENCE)
                .until(() -> scrape(), now -> now.value("aftertalk_backlog_runs{state=\"retrying\"," + MAIL + "}") > 0);
        assertThat(during.value("aftertalk_backlog_oldest_age_seconds{" + MAIL + "}"))
                .isPositive();
        assertThat(growth(before, during, "aftertalk_runs_total{outcome=\"retried\"," + MAIL + "}"))
                .isPositive();
        assertThat(growth(before, during, call("iadvize-rest", "retryable"))).isPositive();

        IADVIZE.answer(null);
        awaitRun(EventIds.of(event), "thank-you-email", "done.*");
        await().atMost(PATIENCE)
                .until(() -> scrape().value("aftertalk_backlog_runs{state=\"retrying\"," + MAIL + "}") == 0);
    }

    @Test
    void countsARunThatIsDeadAndShowsItUntilSomebodyDecides() throws Exception {
        Scrape before = scrape();
        IADVIZE.answer(exchange -> IadvizePeer.json(exchange, 403, "{}"));
        String event = SignedWebhook.closedConversation(9105);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "thank-you-email", "dead .*");

        Scrape after = awaitGrowth(before, "aftertalk_runs_total{outcome=\"dead\"," + MAIL + "}", 1);
        assertThat(growth(before, after, call("iadvize-rest", "permanent"))).isPositive();
        await().atMost(PATIENCE).until(() -> scrape().value("aftertalk_dead_runs{" + MAIL + "}") >= 1);
    }

    @Test
    void countsAMailThatCouldNotBeHandedOver() throws Exception {
        Scrape before = scrape();
        SMTP.stop();
        try {
            assertThat(webhook.post(SignedWebhook.closedConversation(9108))).isEqualTo(202);
            awaitGrowth(before, call("smtp", "retryable"), 1);
        } finally {
            SMTP.start();
        }
    }

    @Test
    void countsARunThatIsSkipped() throws Exception {
        Scrape before = scrape();
        IADVIZE.answer(exchange ->
                IadvizePeer.json(exchange, 200, "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":9106}}"));
        assertThat(webhook.post(SignedWebhook.closedConversation(9106))).isEqualTo(202);
        awaitGrowth(before, "aftertalk_runs_total{outcome=\"skipped\"," + MAIL + "}", 1);
        // Its settings are missing here, so each of its runs is over at its start.
        awaitGrowth(before, "aftertalk_runs_total{outcome=\"skipped\",workflow=\"jira-ticket-on-request\"}", 1);
    }

    @Test
    void showsTheSatisfactionOfTodayAndTheConversationsThatGoOn() throws Exception {
        for (int score : new int[] {5, 4, 2, 1}) {
            String event = EventIds.renewed(SignedWebhook.sample("satisfaction.answered.customerSatisfaction"))
                    .replace(
                            "2d90a8a2-16df-45f5-897e-31adf9aa165d",
                            UUID.randomUUID().toString())
                    .replaceFirst("\"createdAt\": \"[^\"]+\"", "\"createdAt\": \"" + java.time.Instant.now() + "\"")
                    .replace("\"customerSatisfaction\": 3", "\"customerSatisfaction\": " + score);
            assertThat(webhook.post(event)).isEqualTo(202);
        }
        // A scrape may come while one figure is new and the next one still to come.
        Scrape shown = await().atMost(PATIENCE)
                .until(
                        () -> scrape(),
                        now -> now.value("aftertalk_csat_responses") == 4
                                && now.series().containsKey("aftertalk_csat_ratio"));
        assertThat(shown.value("aftertalk_csat_ratio")).isEqualTo(0.5);
        assertThat(shown.series()).doesNotContainKey("aftertalk_nps_ratio").containsKey("aftertalk_live_conversations");
    }

    @Test
    void showsHowManyPromoCodesAreLeft() throws Exception {
        String event = SignedWebhook.closedConversation(9107);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "promo-code", "done");
        Scrape shown = await().atMost(PATIENCE)
                .until(() -> scrape(), now -> now.value("aftertalk_promo_codes_issued{campaign=\"thank-you\"}") >= 1);
        assertThat(shown.value("aftertalk_promo_codes_left{campaign=\"thank-you\"}"))
                .isEqualTo(1000 - shown.value("aftertalk_promo_codes_issued{campaign=\"thank-you\"}"));
    }

    private Scrape awaitGrowth(Scrape before, String series, double by) {
        return await().atMost(PATIENCE).until(() -> scrape(), now -> growth(before, now, series) >= by);
    }

    private static double growth(Scrape before, Scrape after, String series) {
        return after.value(series) - before.value(series);
    }

    private static String call(String connector, String outcome) {
        return "aftertalk_connector_seconds_count{connector=\"" + connector + "\",outcome=\"" + outcome + "\"}";
    }

    private static String rejected(String reason) {
        return "aftertalk_webhook_rejected_total{reason=\"" + reason + "\"}";
    }

    private int send(String method, String body, String type, String signature) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/iadvize"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type)
                .header(
                        "X-iAdvize-Signature",
                        signature != null ? signature : SignedWebhook.signature(SignedWebhook.SECRET, body))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
