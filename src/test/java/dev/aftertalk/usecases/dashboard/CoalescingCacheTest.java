package dev.aftertalk.usecases.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.testing.Promised;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CoalescingCacheTest {

    private final AtomicLong version = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void worksOnceForAllWhoAskAtTheSameTime() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CoalescingCache<String, Integer> shared = new CoalescingCache<>(version::get, key -> {
            await(go);
            return runs.incrementAndGet();
        });
        ExecutorService threads = Executors.newFixedThreadPool(20);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            answers.add(CompletableFuture.supplyAsync(() -> shared.get("a"), threads));
        }
        go.countDown();
        for (CompletableFuture<Integer> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        }
        threads.shutdown();
    }

    @Test
    void worksAgainWhenSomethingHasChangedButOnceASecondAtMost() throws Exception {
        CoalescingCache<String, Long> shared = new CoalescingCache<>(version::get, key -> version.get());
        Duration both = Promised.within(Duration.ofSeconds(3), () -> {
            String key = UUID.randomUUID().toString();
            assertThat(shared.get(key)).isEqualTo(version.get());
            long changed = version.incrementAndGet();
            return assertThat(shared.get(key)).isEqualTo(changed);
        });
        assertThat(both).isGreaterThan(Duration.ofMillis(990));
    }

    @Test
    void doesNotWorkAgainWhileNothingHasChanged() {
        CoalescingCache<String, Integer> shared = new CoalescingCache<>(version::get, key -> runs.incrementAndGet());
        assertThat(List.of(shared.get("a"), shared.get("a"), shared.get("b"))).containsExactly(1, 1, 2);
    }

    @Test
    void triesAgainAfterAFault() {
        CoalescingCache<String, Integer> shared = new CoalescingCache<>(version::get, key -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("away");
            }
            return runs.get();
        });
        assertThatThrownBy(() -> shared.get("a")).isInstanceOf(IllegalStateException.class);
        assertThat(shared.get("a")).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
