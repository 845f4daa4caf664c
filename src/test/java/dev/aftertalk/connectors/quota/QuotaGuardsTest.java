package dev.aftertalk.connectors.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.ledger.WaitingException;
import dev.aftertalk.testing.MovableClock;
import dev.aftertalk.text.LogFields;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class QuotaGuardsTest {

    private final MovableClock clock = new MovableClock();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Quotas quotas =
            new Quotas(new QuotaSettings(Set.of("ticket"), Set.of("survey"), 40, 20, 3), registry, clock);
    private final QuotaGuards guards = new QuotaGuards(
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("resilience", ResilienceSettings.class),
            registry,
            quotas);
    private final Guard guard = guards.of("jira", "Jira");

    private void call(String workflow) {
        try (LogFields run = LogFields.of("an-event", workflow);
                Guard.Call call = guard.enter()) {
            call.answered();
        }
    }

    @Test
    void keepsTheLastCallsForWhatIsUrgent() {
        Quota quota = quotas.of("jira", "Jira");
        quota.heard(350, 1_000, null);
        call("enrichment");
        assertThatThrownBy(() -> call("survey")).isInstanceOf(WaitingException.class);
        quota.heard(150, 1_000, null);
        call("ticket");
        assertThatThrownBy(() -> call("enrichment of another")).isInstanceOf(WaitingException.class);
        assertThat(registry.get("aftertalk.quota.left")
                        .tag("connector", "jira")
                        .gauge()
                        .value())
                .isEqualTo(150); // no answer has told of another
        assertThat(registry.get("aftertalk.quota.limit").gauge().value()).isEqualTo(1_000);
    }

    /** What can't be called uses up nothing, and what would call it waits for it, and not for its quota. */
    @Test
    void asksForNoneWhileTheSystemIsDownOrPaused() {
        Quota quota = quotas.of("jira", "Jira");
        for (int i = 0; i < 5; i++) {
            try (Guard.Call call = guard.enter()) {
                call.failed("HTTP 503");
            }
        }
        quota.heard(500, 1_000, null);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(guard::enter).hasMessageContaining("down");
        }
        assertThat(quota.state().orElseThrow().left()).isEqualTo(500);
        quota.heard(10, 1_000, null);
        guards.pause(Set.of("jira"));
        assertThatThrownBy(guard::enter).hasMessageContaining("paused by people");
    }

    @Test
    void letsNobodyCallForAsLongAsTheSystemSaysButAnHourAtTheMost() {
        try (Guard.Call call = guard.enter()) {
            call.noneFor(Duration.ofDays(2));
            call.failed("Jira answered HTTP 429");
        }
        clock.pass(Duration.ofMinutes(59));
        assertThatThrownBy(guard::enter).hasMessageContaining("takes no calls for now");
        clock.pass(Duration.ofMinutes(1));
        guard.enter().close();
    }
}
