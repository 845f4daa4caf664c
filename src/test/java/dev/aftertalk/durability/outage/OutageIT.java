package dev.aftertalk.durability.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.access.TestTokens;
import dev.aftertalk.care.drill.DrillReport;
import dev.aftertalk.durability.outage.SteadyLoad.Sent;
import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.Drills;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Other systems fail under load, one after the other, in fault drills; the rest goes on, and what waited is delivered afterwards. Long, and
 * with the product's own settings for outages of a minute or more:
 * {@code ./mvnw verify -Dit.test=OutageIT -Dtest.peers=mail,salesforce,jira,iadvize -Dtest.outage=PT10M -Dtest.rate=50}; how they fail is
 * {@code -Dtest.trouble=errors,outage,hang}, each for its share of the time. It prints what it measured; only counts are asserted.
 */
class OutageIT {

    private static final Duration OUTAGE = Duration.parse(System.getProperty("test.outage", "PT2S"));
    private static final int RATE = Integer.getInteger("test.rate", 10);
    private static final List<String> PEERS = listed("test.peers", "mail,iadvize");
    private static final boolean LONG = OUTAGE.compareTo(Duration.ofMinutes(1)) >= 0;
    /** After errors, iAdvize is left alone for seconds. */
    private static final List<String> TROUBLES = listed("test.trouble", (LONG ? "errors," : "") + "outage,hang");

    private static final Duration HEALTHY = LONG ? OUTAGE.dividedBy(5) : Duration.ofSeconds(1);

    /** Which workflows can't do without a system. An answer names no visitor, so neither its score nor its ticket asks iAdvize. */
    private static final Map<String, List<String>> NEEDED_BY = Map.of(
            "mail", List.of("thank-you-email", "promo-code", "satisfaction-survey"),
            "iadvize",
                    List.of("thank-you-email", "promo-code", "satisfaction-survey", "salesforce-lead-for-conversation"),
            "salesforce", List.of("salesforce-lead-for-conversation"),
            "jira", List.of("jira-ticket-for-score"));

    private final Effects effects = new Effects();

    @TempDir
    Path folder;

    private LedgerFile ledger;
    private Drills drills;

    @Test
    void whatIsAcknowledgedDuringOutagesIsDeliveredOnceAfterwardsAndHoldsUpNothingElse() throws Exception {
        try (OutagePeers peers = new OutagePeers(effects);
                AftertalkProcess aftertalk = AftertalkProcess.with(folder.resolve("data"), settings(peers))) {
            aftertalk.start();
            ledger = new LedgerFile(folder.resolve("data"));
            JdbcClient database = JdbcClient.create(
                    new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("data/aftertalk.db")));
            drills = new Drills(aftertalk.port(), TestTokens.authorization(database));
            try (SteadyLoad load = new SteadyLoad(new SignedWebhook(aftertalk.port()), RATE)) {
                pass(LONG ? Duration.ofMinutes(1) : Duration.ZERO); // until it runs as fast as it will
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> load.acknowledged().size() >= RATE);
                for (String peer : PEERS) {
                    System.out.println(outage(peer, peers.calls(peer), load));
                }
                await().atMost(Duration.ofSeconds(30)).until(load::stopped);
                delivered(load.acknowledged(), PEERS.get(PEERS.size() - 1));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> ledger.balance().onTheWay() == 0);
                everythingWasDoneOnce(load, ledger.balance());
            }
        }
    }

    private OutageReport outage(String peer, Calls calls, SteadyLoad load) throws Exception {
        delivered(load.acknowledged(), "the start");
        Instant begun = Instant.now();
        pass(HEALTHY);
        Stretch healthy = new Stretch(begun, Instant.now());
        List<DrillReport> played = new ArrayList<>();
        for (String trouble : TROUBLES) {
            played.add(played(peer, trouble));
        }
        List<Sent> events = List.copyOf(load.acknowledged());
        delivered(events, peer);
        OutageReport report = compared(
                peer, events, List.of(healthy), played.stream().map(Stretch::of).toList());
        for (DrillReport drill : played) {
            LongSummaryStatistics waited = waited(events, peer, drill);
            long well = Stretch.nanos(drill.endedAt());
            report.drill(drill, waited);
            report.recovery(calls.perSecond(healthy), calls.bySecond(well, well + waited.getMax()));
        }
        return report;
    }

    private DrillReport played(String peer, String trouble) throws Exception {
        String errors = peer.equals("mail") ? "4xx" : "429";
        String name = peer + "-" + (trouble.equals("errors") ? errors : trouble);
        DrillReport report = drills.play(name, OUTAGE.dividedBy(TROUBLES.size()));
        assertThat(report.state()).as(report.text()).isEqualTo("over");
        assertThat(report.met()).as(report.text()).isNotEmpty();
        assertThat(report.recoveredAt()).as(report.text()).isNotNull();
        assertThat(report.lost()).as(report.text()).isZero();
        assertThat(report.doubled()).as(report.text()).isZero();
        return report;
    }

    /** How the rest went on while it failed. */
    private OutageReport compared(String peer, List<Sent> events, List<Stretch> healthy, List<Stretch> failing) {
        List<String> affected = NEEDED_BY.get(peer);
        OutageReport report = new OutageReport("%s failed for %s at %d events a second".formatted(peer, OUTAGE, RATE));
        report.acknowledgements(in(healthy, events), in(failing, events));
        report.workflows(in(healthy, events), in(failing, events), effects, affected);
        for (String workflow : List.of("live-conversations", "csat")) {
            report.line(workflow, took(workflow, healthy), took(workflow, failing));
        }
        LongStream rest = times(events, workflow -> !affected.contains(workflow));
        assertThat(rest.filter(at -> isIn(failing, at)).count())
                .as("effects of the rest while " + peer + " failed")
                .isPositive();
        return report;
    }

    /** How long after a drill's end the effects came of which events had been acknowledged before, in nanoseconds. */
    private LongSummaryStatistics waited(List<Sent> events, String peer, DrillReport drill) {
        long well = Stretch.nanos(drill.endedAt());
        List<Sent> before = events.stream().filter(sent -> sent.at() - well < 0).toList();
        LongSummaryStatistics waited = times(before, NEEDED_BY.get(peer)::contains)
                .map(at -> at - well)
                .filter(late -> late > 0)
                .summaryStatistics();
        assertThat(waited.getCount())
                .as("effects that waited in " + drill.drill())
                .isPositive();
        return waited;
    }

    private static List<Sent> in(List<Stretch> stretches, List<Sent> events) {
        return events.stream().filter(sent -> isIn(stretches, sent.at())).toList();
    }

    private static boolean isIn(List<Stretch> stretches, long time) {
        return stretches.stream().anyMatch(each -> each.holds(time));
    }

    /** When the effects of these workflows came, in nanoseconds. */
    private LongStream times(List<Sent> events, Predicate<String> workflows) {
        return events.stream()
                .flatMap(sent -> sent.effects().stream())
                .filter(key -> workflows.test(Effects.workflow(key)))
                .mapToLong(effects::at);
    }

    /** In nanoseconds. */
    private LongStream took(String workflow, List<Stretch> received) {
        return received.stream()
                .flatMap(each -> ledger
                        .took(workflow, each.from().toEpochMilli(), each.to().toEpochMilli())
                        .stream())
                .mapToLong(millis -> millis * 1_000_000);
    }

    private void delivered(Collection<Sent> events, String after) {
        List<String> missing = new ArrayList<>();
        events.forEach(sent -> missing.addAll(sent.effects()));
        await("all that waited for " + after)
                .atMost(OUTAGE.multipliedBy(3).plusSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    missing.removeIf(key -> effects.at(key) != null);
                    assertThat(missing).isEmpty();
                });
    }

    private void everythingWasDoneOnce(SteadyLoad load, Balance balance) {
        assertThat(load.otherwise()).as("the webhook takes everything").isEmpty();
        assertThat(effects.again()).as("nothing is done twice").isEmpty();
        assertThat(balance.accepted()).isEqualTo(load.closed() + load.answered());
        assertThat(balance.unexplained()).isZero();
        assertThat(balance.count("dead")).isZero();
        // What each event starts, the router's own run included; the ticket of a closed conversation and some surveys
        // are skipped.
        assertThat(balance.count("done", "skipped")).isEqualTo(7 * load.closed() + 3 * load.answered());
    }

    private static String[] settings(OutagePeers peers) {
        List<String> settings = new ArrayList<>(peers.settings());
        // By the product's own, Salesforce is left alone for half an hour.
        settings.add("--salesforce.request-limit-delay=" + (LONG ? "10s" : "1s"));
        if (!LONG) {
            settings.addAll(List.of("--resilience.probe-interval=200ms", "--resilience.catch-up-time=500ms"));
            settings.addAll(List.of("--mail.read-timeout=1s", "--iadvize.read-timeout=1s"));
            settings.addAll(List.of("--salesforce.read-timeout=1s", "--jira.read-timeout=1s"));
        }
        return settings.toArray(String[]::new);
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().pollInterval(Duration.ofMillis(10))
                .atMost(time.plusSeconds(5))
                .until(() -> System.nanoTime() - end >= 0);
    }

    private static List<String> listed(String property, String otherwise) {
        return List.of(System.getProperty(property, otherwise).split(" *, *"));
    }
}
