package dev.aftertalk.connectors.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.ledger.WaitingException;
import dev.aftertalk.ledger.waiting.WaitingRuns;
import dev.aftertalk.testing.MovableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Which runs go on, and how many. */
class QuotaWaitsTest {

    private final MovableClock clock = new MovableClock();
    private final Quotas quotas = new Quotas(
            new QuotaSettings(Set.of("ticket"), Set.of("survey"), 40, 20, 3), new SimpleMeterRegistry(), clock);
    private final Guards guards = new Guards(
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("resilience", ResilienceSettings.class),
            new SimpleMeterRegistry());
    private final Map<String, Long> runs = new TreeMap<>();
    private final List<String> goOn = new ArrayList<>();
    private final QuotaWaits waits = new QuotaWaits(
            quotas,
            guards,
            new WaitingRuns(null, null, Set::of) {
                @Override
                public Map<String, Long> count(String waitsFor) {
                    return waitsFor.equals("salesforce quota") ? new TreeMap<>(runs) : Map.of();
                }

                @Override
                public long goOn(String waitsFor, String workflow, long most) {
                    long some = Math.min(most, runs.get(workflow));
                    if (some > 0) {
                        goOn.add(some + " " + workflow);
                    }
                    return some;
                }

                @Override
                public boolean tryOne(String waitsFor) {
                    goOn.add("one of " + waitsFor);
                    return true;
                }
            },
            clock);

    private List<String> look() {
        goOn.clear();
        waits.look();
        return List.copyOf(goOn);
    }

    @Test
    void letsAsManyGoOnAsThereAreCallsForTheUrgentFirst() {
        Quota quota = quotas.of("salesforce", "Salesforce");
        look();
        runs.putAll(Map.of("ticket", 300L, "enrichment", 500L, "another", 500L, "survey", 500L));
        quota.heard(100, 1_000, null);
        assertThatThrownBy(() -> quota.enter("run", Priority.LOW)).isInstanceOf(WaitingException.class);

        assertThat(look()).containsExactly("49 ticket");

        quota.heard(800, 1_000, null);
        assertThat(look()).containsExactly("200 ticket");
        runs.put("ticket", 100L);
        assertThat(look()).containsExactly("100 ticket", "50 another", "50 enrichment");
        runs.remove("ticket");
        assertThat(look()).containsExactly("100 another", "100 enrichment");
    }

    /** The ledger has a run only some time after it was sent away. */
    @Test
    void looksForSomeTimeAfterOneWasSentAway() {
        Quota quota = quotas.of("salesforce", "Salesforce");
        look();
        quota.heard(10, 1_000, null);
        assertThatThrownBy(() -> quota.enter("run", Priority.LOW)).isInstanceOf(WaitingException.class);
        assertThat(look()).isEmpty();
        quota.heard(900, 1_000, null);
        runs.put("survey", 1L);

        assertThat(look()).containsExactly("1 survey");
    }

    @Test
    void looksSeldomWhileNobodyWaits() {
        Quota quota = quotas.of("salesforce", "Salesforce");
        assertThat(waits.pause()).isEqualTo(Duration.ofSeconds(5));

        quota.heard(10, 1_000, null);
        assertThatThrownBy(() -> quota.enter("run", Priority.LOW)).isInstanceOf(WaitingException.class);
        assertThat(waits.pause()).isEqualTo(Duration.ofSeconds(1));
        clock.pass(Duration.ofSeconds(20));
        assertThat(waits.pause()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void findsThoseThatAServerHasLeftWhichIsGoneNowAndThen() {
        quotas.of("salesforce", "Salesforce");
        runs.put("survey", 5L);

        assertThat(look()).contains("1 survey", "one of jira quota").doesNotContain("one of salesforce quota");
        runs.clear();
        look();
        clock.pass(Duration.ofSeconds(20));
        runs.put("survey", 5L);
        assertThat(look()).isEmpty();
        clock.pass(Duration.ofSeconds(10));
        assertThat(look()).contains("1 survey");
    }
}
