package dev.aftertalk.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.NotCalledException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.WaitingException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class GuardsTest {

    private static final String INTERVAL = "300ms";

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void leavesASystemAloneOnceItsCallsFail() {
        Guard guard = guard("resilience.probe-interval", "1m");
        fail(guard, 4);
        assertThat(state()).isZero();
        fail(guard, 1);
        assertThat(state()).isEqualTo(2);

        NotCalledException refusal = catchThrowableOfType(NotCalledException.class, guard::enter);
        assertThat(refusal).hasMessage("Jira is not called for now, since it is down: no route to it");
        assertThat(refusal.waitsFor()).hasValue("jira");
    }

    @Test
    void leavesASystemAloneThatRefusesUsAndHasRunsWaitForPeople() {
        Guard guard = guard("resilience.probe-interval", "1m");
        for (int i = 0; i < 5; i++) {
            try (Guard.Call call = guard.enter()) {
                call.refused("check jira.api-token");
            }
        }
        assertThat(state()).isEqualTo(2);
        WaitingException refusal = catchThrowableOfType(WaitingException.class, guard::enter);
        assertThat(refusal)
                .hasMessage("Jira is not called for now, since it refuses this server: check jira.api-token");
        assertThat(refusal.waitsFor()).hasValue("jira");
        assertThat(registry.get("aftertalk.connector.refusals")
                        .tag("connector", "jira")
                        .counter()
                        .count())
                .isEqualTo(5);
    }

    @Test
    void letsOneCallAnIntervalTryIt() throws Exception {
        Guard guard = guard("resilience.probe-interval", INTERVAL);
        long begun = System.nanoTime();
        fail(guard, 5);
        AtomicInteger calls = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        for (int i = 0; i < 16; i++) {
            threads.execute(() -> {
                while (calls.get() < 4) {
                    try (Guard.Call call = guard.enter()) {
                        calls.incrementAndGet();
                        call.failed("still no route to it");
                    } catch (RetryableException e) {
                        Thread.onSpinWait();
                    }
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        Duration time = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(calls.get()).isLessThanOrEqualTo((int) time.dividedBy(Duration.ofMillis(300)));
    }

    @Test
    void callsItAgainOnceOneCallWasAnswered() {
        Guard guard = guard("resilience.probe-interval", INTERVAL);
        fail(guard, 5);
        await().ignoreExceptions().until(() -> {
            try (Guard.Call probe = guard.enter()) {
                assertThat(state()).isEqualTo(1);
                assertThatThrownBy(guard::enter).isInstanceOf(RetryableException.class);
                probe.answered();
                return true;
            }
        });
        assertThat(state()).isZero();
        for (int i = 0; i < 20; i++) {
            guard.enter().close();
        }
    }

    @Test
    void isNotMisledByRefusalsNorByCallsThatTellNothing() {
        Guard guard = guard("resilience.probe-interval", "1m");
        for (int i = 0; i < 100; i++) {
            try (Guard.Call call = guard.enter()) {
                call.answered();
                call.failed("too late: the first word counts");
            }
            guard.enter().close();
        }
        assertThat(state()).isZero();
    }

    @Test
    void aProbeThatTellsNothingLeavesTheNextOneIn() {
        Guard guard = guard("resilience.probe-interval", "50ms");
        fail(guard, 5);
        for (int i = 0; i < 3; i++) {
            await().ignoreExceptions().until(() -> {
                guard.enter().close();
                return true;
            });
        }
        assertThat(state()).isEqualTo(1);
    }

    @Test
    void keepsToTheRateItIsGiven() throws Exception {
        Guard guard = guard("resilience.jira.max-calls-per-second", "20");
        int threads = 8;
        CountDownLatch done = new CountDownLatch(threads);
        long begun = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            new Thread(() -> {
                        for (int call = 0; call < 3; call++) {
                            guard.enter().close();
                        }
                        done.countDown();
                    })
                    .start();
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        // 24 calls: the first at once, the others 50 ms apart
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1000));
    }

    @Test
    void sendsARunAwayWhoseTurnIsFarOff() {
        Guard guard = guard("resilience.jira.max-calls-per-second", "0.01");
        guard.enter().close();
        NotCalledException refusal = catchThrowableOfType(NotCalledException.class, guard::enter);
        assertThat(refusal).hasMessageContaining("resilience.jira.max-calls-per-second");
        assertThat(refusal.retryAfter()).isPresent();
        assertThat(refusal.waitsFor()).isEmpty();
    }

    @Test
    void hasOneGuardForEachSystem() {
        Guards guards = guards(Map.of("resilience.probe-interval", "1m"));
        fail(guards.of("jira", "Jira"), 5);
        assertThatThrownBy(() -> guards.of("jira", "Jira").enter()).isInstanceOf(RetryableException.class);
        guards.of("smtp", "the mail server").enter().close();
    }

    @Test
    void saysWhichSettingMakesNoSense() {
        assertThatThrownBy(() -> new ResilienceSettings.Limit(0.0)).hasMessageContaining("max-calls-per-second");
        assertThatThrownBy(() -> guards(Map.of("resilience.failures", "0")))
                .rootCause()
                .hasMessageContaining("resilience.failures must be at least 1");
        assertThatThrownBy(() -> guards(Map.of("resilience.catch-up-per-second", "0")))
                .rootCause()
                .hasMessageContaining("resilience.catch-up-per-second must be at least 1");
    }

    private Guard guard(String setting, String value) {
        return guards(Map.of(setting, value)).of("jira", "Jira");
    }

    private Guards guards(Map<String, String> settings) {
        ResilienceSettings bound = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("resilience", ResilienceSettings.class);
        return new Guards(bound, registry);
    }

    private double state() {
        return registry.get("aftertalk.breaker.state")
                .tag("connector", "jira")
                .gauge()
                .value();
    }

    private static void fail(Guard guard, int times) {
        for (int i = 0; i < times; i++) {
            try (Guard.Call call = guard.enter()) {
                call.failed("no route to it");
            }
        }
    }
}
