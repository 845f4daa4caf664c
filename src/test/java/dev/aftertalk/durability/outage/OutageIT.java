package dev.aftertalk.durability.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.durability.outage.SteadyLoad.Sent;
import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Other systems fail under load, one after the other; the rest goes on, and what waited is delivered afterwards. Long, and with the
 * product's own settings for outages of a minute or more:
 * {@code ./mvnw verify -Dit.test=OutageIT -Dtest.peers=smtp,salesforce,jira,iadvize -Dtest.outage=PT10M -Dtest.rate=50}; how they fail is
 * {@code -Dtest.trouble=errors,refused,hanging}, each for its share of the time. It prints what it measured; only counts are asserted.
 */
class OutageIT {

    private static final Duration OUTAGE = Duration.parse(System.getProperty("test.outage", "PT2S"));
    private static final int RATE = Integer.getInteger("test.rate", 10);
    private static final List<String> PEERS = listed("test.peers", "smtp,iadvize");
    private static final List<String> TROUBLES = listed("test.trouble", "errors,refused,hanging");
    private static final boolean LONG = OUTAGE.compareTo(Duration.ofMinutes(1)) >= 0;
    private static final Duration HEALTHY = LONG ? OUTAGE.dividedBy(5) : Duration.ofSeconds(1);

    /** Which workflows can't do without a system. An answer names no visitor, so neither its score nor its ticket asks iAdvize. */
    private static final Map<String, List<String>> NEEDED_BY = Map.of(
            "smtp", List.of("thank-you-email", "promo-code", "satisfaction-survey"),
            "iadvize",
                    List.of("thank-you-email", "promo-code", "satisfaction-survey", "salesforce-lead-for-conversation"),
            "salesforce", List.of("salesforce-lead-for-conversation"),
            "jira", List.of("jira-ticket-for-score"));

    private final Effects effects = new Effects();

    @TempDir
    Path folder;

    @Test
    void whatIsAcknowledgedDuringOutagesIsDeliveredOnceAfterwardsAndHoldsUpNothingElse() throws Exception {
        try (OutagePeers peers = new OutagePeers(effects);
                AftertalkProcess aftertalk = AftertalkProcess.with(folder.resolve("data"), settings(peers))) {
            aftertalk.start();
            LedgerFile ledger = new LedgerFile(folder.resolve("data"));
            try (SteadyLoad load = new SteadyLoad(new SignedWebhook(aftertalk.port()), RATE)) {
                pass(LONG ? Duration.ofMinutes(1) : Duration.ZERO); // until it runs as fast as it will
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> load.acknowledged().size() >= 2 * RATE);
                for (String name : PEERS) {
                    System.out.println(outage(peers.named(name), load, ledger));
                }
                await().atMost(Duration.ofSeconds(30)).until(load::stopped);
                delivered(load.acknowledged(), PEERS.get(PEERS.size() - 1));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> ledger.balance().onTheWay() == 0);
                everythingWasDoneOnce(load, ledger.balance());
            }
        }
    }

    private OutageReport outage(FailingPeer peer, SteadyLoad load, LedgerFile ledger) throws Exception {
        delivered(List.copyOf(load.acknowledged()), "the start");
        long healthy = System.nanoTime();
        long healthyMillis = System.currentTimeMillis();
        pass(HEALTHY);
        long failing = System.nanoTime();
        long failingMillis = System.currentTimeMillis();
        List<Long> turns = new ArrayList<>();
        for (String trouble : TROUBLES) {
            turns.add(System.nanoTime());
            peer.trouble(Trouble.valueOf(trouble.toUpperCase(Locale.ROOT)));
            pass(OUTAGE.dividedBy(TROUBLES.size()));
        }
        long well = System.nanoTime();
        long wellMillis = System.currentTimeMillis();
        turns.add(well);
        peer.trouble(Trouble.NONE);
        List<Sent> before = between(load, healthy, failing);
        List<Sent> during = between(load, failing, well);
        long waiting = waiting(load.acknowledged());
        delivered(during, peer.name());
        long delivered = System.nanoTime();

        OutageReport report =
                new OutageReport("%s failed for %s at %d events a second".formatted(peer.name(), OUTAGE, RATE));
        report.acknowledgements(before, during);
        report.workflows(before, during, effects, NEEDED_BY.get(peer.name()));
        for (String workflow : List.of("live-conversations", "csat")) {
            report.line(
                    workflow,
                    ledger.took(workflow, healthyMillis, failingMillis).stream().mapToLong(each -> each * 1_000_000),
                    ledger.took(workflow, failingMillis, wellMillis).stream().mapToLong(each -> each * 1_000_000));
        }
        for (int i = 0; i < TROUBLES.size(); i++) {
            report.calls(
                    TROUBLES.get(i),
                    peer.calls().between(turns.get(i), turns.get(i + 1)),
                    OUTAGE.toMillis() / 1e3 / TROUBLES.size());
        }
        assertThat(waiting).as("effects that waited for " + peer.name()).isPositive();
        report.recovery(
                peer.calls().between(healthy, failing) / (HEALTHY.toMillis() / 1e3),
                peer.calls().bySecond(well, delivered),
                waiting,
                (delivered - well) / 1e9);
        return report;
    }

    private static List<Sent> between(SteadyLoad load, long from, long to) {
        return load.acknowledged().stream()
                .filter(sent -> sent.at() - from >= 0 && sent.at() - to < 0)
                .toList();
    }

    private long waiting(Collection<Sent> events) {
        return events.stream()
                .flatMap(sent -> sent.effects().stream())
                .filter(key -> effects.at(key) == null)
                .count();
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
        if (!LONG) {
            settings.addAll(List.of("--resilience.probe-interval=500ms", "--resilience.catch-up-time=1s"));
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
