package dev.aftertalk.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.deploy.live.CopiedRoutes;
import dev.aftertalk.routes.EventIds;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import dev.aftertalk.tracing.Collector.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/**
 * What a collector gets of two events, over a restart of the server: one whose mail could not be sent at first, and one whose workflow has a
 * step of its own that asks another system, which was down at first.
 */
class TracingTest {

    private static final String STEP =
            """
            # Asks another system about somebody.
            - route:
                id: probe
                description: Asks about somebody
                routeConfigurationId: workflow
                from:
                  id: probe-in
                  uri: ledger:workflow/probe
                  steps:
                    - toD:
                        id: probe-ask
                        uri: "%s/people?address=${body[address]}"
            """;

    private static final String CLOSED = SignedWebhook.closedConversation(7801);
    private static final String PROBE = UUID.randomUUID().toString();
    private static final String ADDRESS = "vera.probe@visitors.test";

    private static List<Taken> spans;
    private static String sent;

    @BeforeAll
    static void work(@TempDir Path folder) throws Exception {
        CopiedRoutes routes = new CopiedRoutes(folder);
        LedgerFile ledger = new LedgerFile(folder.resolve("data"));
        try (Collector collector = new Collector();
                IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                PeerServer people = new PeerServer(0)) {
            routes.save("workflows/probe.camel.yaml", STEP.formatted(people.url()));
            List<String> settings = settings(folder, routes, collector, iadvize, smtp);
            smtp.stop();
            people.trouble((exchange, request) -> PeerServer.json(exchange, 503, "{}"));
            try (ServletWebServerApplicationContext server = start(settings)) {
                SignedWebhook webhook = new SignedWebhook(server.getWebServer().getPort());
                assertThat(webhook.post(CLOSED)).isEqualTo(202);
                assertThat(webhook.post("{\"eventId\":\"%s\",\"eventType\":\"probe\",\"address\":\"%s\"}"
                                .formatted(PROBE, ADDRESS)))
                        .isEqualTo(202);
                awaitRun(ledger, EventIds.of(CLOSED), "thank-you-email", "retrying .*");
                awaitRun(ledger, PROBE, "probe", "retrying .*");
                assertThat(webhook.post(CLOSED)).isEqualTo(202);
            }
            smtp.start();
            people.trouble(null);
            try (ServletWebServerApplicationContext server = start(settings)) {
                awaitRun(ledger, EventIds.of(CLOSED), "thank-you-email", "done");
                awaitRun(ledger, PROBE, "probe", "done");
            }
            spans = collector.spans();
            sent = collector.text();
        }
    }

    private static List<String> settings(
            Path folder, CopiedRoutes routes, Collector collector, IadvizePeer iadvize, SmtpPeer smtp) {
        List<String> settings = new ArrayList<>(routes.settings());
        settings.addAll(Arrays.asList(AftertalkProcess.settings(iadvize, smtp)));
        settings.addAll(List.of(
                "--server.port=0",
                "--aftertalk.data-dir=" + folder.resolve("data"),
                "--resilience.probe-interval=200ms",
                "--tracing.endpoint=" + collector.url()));
        return settings;
    }

    private static ServletWebServerApplicationContext start(List<String> settings) {
        return (ServletWebServerApplicationContext)
                SpringApplication.run(AftertalkApplication.class, settings.toArray(String[]::new));
    }

    private static void awaitRun(LedgerFile ledger, String eventId, String workflow, String state) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ledger.run(eventId, workflow).matches(state));
    }

    private static List<Taken> spans(String eventId, String name) {
        return spans.stream()
                .filter(span -> span.trace().equals(EventTrace.of(eventId).traceId()))
                .filter(span -> span.name().equals(name))
                .toList();
    }

    /** In the order of their numbers. */
    private static List<Taken> attempts(String eventId, String workflow) {
        return spans(eventId, workflow).stream()
                .sorted(Comparator.comparingInt(span -> Integer.parseInt(span.attribute("aftertalk.attempt"))))
                .toList();
    }

    private static List<String> outcomes(List<Taken> attempts) {
        return attempts.stream()
                .map(span -> span.attribute("aftertalk.outcome"))
                .toList();
    }

    private static List<Taken> below(Taken parent) {
        return spans.stream().filter(span -> span.parent().equals(parent.id())).toList();
    }

    @Test
    void makesOneTraceOfEachEventBegunByTheCallThatBroughtIt() {
        assertThat(spans)
                .extracting(Taken::trace)
                .containsOnly(
                        EventTrace.of(EventIds.of(CLOSED)).traceId(),
                        EventTrace.of(PROBE).traceId());
        for (String event : List.of(EventIds.of(CLOSED), PROBE)) {
            List<Taken> first = spans.stream()
                    .filter(span -> span.trace().equals(EventTrace.of(event).traceId()))
                    .filter(span -> span.parent().isEmpty())
                    .toList();
            assertThat(first).singleElement().satisfies(span -> {
                assertThat(span.name()).isEqualTo("webhook");
                assertThat(span.id()).isEqualTo(EventTrace.of(event).spanId());
                assertThat(span.attribute("aftertalk.event.id")).isEqualTo(event);
                assertThat(span.attribute("aftertalk.event.new")).isEqualTo("true");
            });
        }
        assertThat(spans)
                .allMatch(span -> span.parent().isEmpty()
                        || spans.stream()
                                .anyMatch(each -> each.id().equals(span.parent())
                                        && each.trace().equals(span.trace())));
    }

    @Test
    void showsACallThatBroughtTheEventAgainBelowTheFirst() {
        Taken again = spans(EventIds.of(CLOSED), "webhook").stream()
                .filter(span -> !span.parent().isEmpty())
                .findFirst()
                .orElseThrow();

        assertThat(again.attribute("aftertalk.event.new")).isEqualTo("false");
        assertThat(again.parent()).isEqualTo(EventTrace.of(EventIds.of(CLOSED)).spanId());
    }

    @Test
    void showsTheRetryAfterTheRestartInTheSameTraceDownToTheLastCall() {
        List<Taken> attempts = attempts(EventIds.of(CLOSED), "thank-you-email");
        Taken first = attempts.get(0);
        Taken last = attempts.get(attempts.size() - 1);

        assertThat(outcomes(attempts)).startsWith("retrying").endsWith("done");
        assertThat(attempts)
                .extracting(Taken::parent)
                .containsOnly(EventTrace.of(EventIds.of(CLOSED)).spanId());
        assertThat(first.failed()).isTrue();
        assertThat(first.attribute("error.type")).isEqualTo("dev.aftertalk.ledger.RetryableException");
        assertThat(last.failed()).isFalse();
        assertThat(last.process()).isNotEqualTo(first.process());
        assertThat(below(first)).anySatisfy(call -> {
            assertThat(call.name()).isEqualTo("smtp");
            assertThat(call.attribute("error.type")).isEqualTo("retryable");
        });
        assertThat(below(last)).extracting(Taken::name).contains("iadvize-rest", "smtp");
        assertThat(below(last)).noneMatch(Taken::failed);
    }

    @Test
    void showsWhatTheRouterStarted() {
        assertThat(spans(EventIds.of(CLOSED), "router"))
                .singleElement()
                .extracting(span -> span.attribute("aftertalk.starts"))
                .isEqualTo("thank-you-email,live-conversations");
    }

    @Test
    void showsTheCallsOfStepsOfOnesOwn() {
        List<Taken> attempts = attempts(PROBE, "probe");

        assertThat(outcomes(attempts)).startsWith("retrying").endsWith("done");
        assertThat(below(attempts.get(0))).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("http");
            assertThat(call.attribute("http.response.status_code")).isEqualTo("503");
            assertThat(call.failed()).isTrue();
        });
        assertThat(below(attempts.get(attempts.size() - 1))).singleElement().satisfies(call -> {
            assertThat(call.attribute("http.response.status_code")).isEqualTo("200");
            assertThat(call.failed()).isFalse();
        });
    }

    @Test
    void tellsNothingOfAnybody() {
        assertThat(spans.stream()
                        .flatMap(span -> span.attributes().keySet().stream())
                        .distinct())
                .isSubsetOf(Set.of(
                        "aftertalk.event.id",
                        "aftertalk.event.type",
                        "aftertalk.event.new",
                        "aftertalk.workflow",
                        "aftertalk.attempt",
                        "aftertalk.outcome",
                        "aftertalk.interrupted",
                        "aftertalk.starts",
                        "peer.service",
                        "http.response.status_code",
                        "error.type"));
        assertThat(sent)
                .contains("thank-you-email")
                .doesNotContain("visitors.test", "shop.test", "Vera", "127.0.0.1", "/people", conversation());
    }

    private static String conversation() {
        return CLOSED.replaceAll("(?s).*\"conversationId\": *\"([^\"]+)\".*", "$1");
    }
}
