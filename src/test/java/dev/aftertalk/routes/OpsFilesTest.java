package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.Prometheus;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code src/ops/} in the hands of a real Prometheus that scrapes the real application. */
class OpsFilesTest extends ScrapedRoutesTest {

    private static final Path OPS = Path.of("src/ops");
    private static final Path RULES = OPS.resolve("aftertalk.rules.yml");
    private static final Path DASHBOARD = OPS.resolve("aftertalk.grafana.json");
    private static final Path MANUAL = Path.of("src/docs/operating.md");

    private static final Pattern METRIC =
            Pattern.compile("\\b(aftertalk|http_server|jvm|process|hikaricp|disk)_[a-z_]+");

    /** Not there before a visitor has answered. */
    private static final Set<String> SHOWN_LATER = Set.of("aftertalk_csat_ratio", "aftertalk_nps_ratio");

    @TempDir
    Path folder;

    @BeforeEach
    void needsPrometheus() {
        assumeTrue(Prometheus.isInstalled(), Prometheus.HOW_TO_INSTALL);
    }

    @Test
    void theRulesAreRightAndFireWhenTheyShall() throws Exception {
        assertThat(Prometheus.promtool("", "check", "rules", RULES.toString())).startsWith("0\n");
        assertThat(Prometheus.promtool(
                        "",
                        "test",
                        "rules",
                        OPS.resolve("aftertalk.rules.test.yml").toString()))
                .startsWith("0\n");
        String tests = Files.readString(OPS.resolve("aftertalk.rules.test.yml"));
        for (String alert : alerts()) {
            assertThat(tests.split("alertname: " + alert + "\n", -1).length - 1)
                    .as("tests of " + alert)
                    .isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void theMetricsFollowPrometheusConventions() throws Exception {
        makeHistory(9201);
        // Some of the JVM's own names are not as promtool wants them.
        assertThat(Prometheus.promtool(scrape().text(), "check", "metrics")
                        .lines()
                        .filter(line -> line.contains("aftertalk_") || line.contains("error")))
                .isEmpty();
    }

    @Test
    void everyMetricThatIsUsedOrDescribedIsThere() throws Exception {
        makeHistory(9202);
        // Collections of garbage show from the first one on.
        System.gc();
        await().until(() -> scrape().names().contains("jvm_gc_pause_seconds_sum"));
        Set<String> there = scrape().names();
        for (Path file : List.of(RULES, DASHBOARD, MANUAL)) {
            assertThat(namesIn(Files.readString(file)))
                    .as(file.toString())
                    .allMatch(name -> there.contains(name)
                            || there.contains(name + "_count")
                            || SHOWN_LATER.contains(name)
                            || name.endsWith("_"));
        }
    }

    @Test
    void theDashboardDrawsWhateverAnAlertIsAbout() throws Exception {
        assertThat(namesIn(Files.readString(DASHBOARD)))
                .containsAll(namesIn(Files.readString(RULES)).stream()
                        .filter(name -> name.startsWith("aftertalk_"))
                        .toList());
    }

    @Test
    void everyMetricAndAlertOfOursIsDescribed() throws Exception {
        makeHistory(9203);
        String manual = Files.readString(MANUAL);
        assertThat(scrape().names().stream()
                        .filter(name -> name.startsWith("aftertalk_"))
                        .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", "")))
                .allMatch(name -> manual.contains("`" + name + "`"));
        assertThat(alerts()).allMatch(alert -> manual.contains("`" + alert + "`"));
    }

    @Test
    void prometheusReadsWhatHappenedAndDrawsTheDashboard() throws Exception {
        makeHistory(9204);
        try (Prometheus prometheus =
                Prometheus.start(folder, RULES, port, authorization().replace("Bearer ", ""))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> prometheus.value("up{job=\"aftertalk\"}") == 1);
            double before = prometheus.value(accepted());
            makeHistory(9205);
            await().atMost(Duration.ofSeconds(30)).until(() -> prometheus.value(accepted()) == before + 3);
            assertThat(prometheus.value("sum(aftertalk_runs_total{workflow=\"thank-you-email\",outcome=\"dead\"})"))
                    .isGreaterThanOrEqualTo(2);
            for (String expression : expressions()) {
                JsonNode answer = prometheus.query(expression);
                assertThat(answer.path("status").asText())
                        .as(expression + ": " + answer)
                        .isEqualTo("success");
            }
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(prometheus.get("rules").findValuesAsText("health"))
                            .hasSameSizeAs(alerts())
                            .containsOnly("ok"));
            assertThat(prometheus.value(expression("Time to answer"))).isBetween(0.0, 30.0);
        }
    }

    /** One event that goes well, one that is tried again, one that is dead. */
    private void makeHistory(long visitor) throws Exception {
        send(visitor, 200, "done");
        send(visitor, 503, "retrying .*");
        send(visitor, 403, "dead .*");
    }

    private void send(long visitor, int status, String state) throws Exception {
        IADVIZE.answer(status == 200 ? null : exchange -> IadvizePeer.json(exchange, status, "{}"));
        String event = SignedWebhook.closedConversation(visitor);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "thank-you-email", state);
        IADVIZE.answer(null);
    }

    private static String accepted() {
        return "sum(aftertalk_events_accepted_total{event_type=\"v2.conversation.closed\",result=\"new\"})";
    }

    private static List<String> alerts() throws Exception {
        Matcher alert = Pattern.compile("alert: (\\w+)").matcher(Files.readString(RULES));
        return alert.results().map(found -> found.group(1)).toList();
    }

    private static List<String> expressions() throws Exception {
        List<String> found = new ArrayList<>();
        new ObjectMapper()
                .readTree(DASHBOARD.toFile())
                .findValuesAsText("expr")
                .forEach(expression -> found.add(filled(expression)));
        assertThat(found).hasSizeGreaterThan(20);
        return found;
    }

    /** The last expression of the panel with this title. */
    private static String expression(String title) throws Exception {
        for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
            if (panel.path("title").asText().equals(title)) {
                List<String> all = panel.findValuesAsText("expr");
                return filled(all.get(all.size() - 1));
            }
        }
        throw new AssertionError("There is no panel " + title);
    }

    private static String filled(String expression) {
        return expression.replace("$__rate_interval", "1m");
    }

    private static Set<String> namesIn(String text) {
        Set<String> names = new TreeSet<>();
        METRIC.matcher(text).results().forEach(found -> names.add(found.group()));
        return names;
    }
}
