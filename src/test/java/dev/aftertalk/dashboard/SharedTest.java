package dev.aftertalk.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedTest {

    private final AtomicLong version = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void worksOnceForAllWhoAskAtTheSameTime() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Shared<String, Integer> shared = new Shared<>(version::get, key -> {
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
            assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo(1);
        }
        threads.shutdown();
    }

    @Test
    void worksAgainWhenSomethingHasChangedButOnceASecondAtMost() {
        Shared<String, Long> shared = new Shared<>(version::get, key -> version.get());
        assertThat(shared.get("a")).isZero();
        version.set(1);
        long begin = System.nanoTime();
        assertThat(shared.get("a")).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
    }

    @Test
    void doesNotWorkAgainWhileNothingHasChanged() {
        Shared<String, Integer> shared = new Shared<>(version::get, key -> runs.incrementAndGet());
        assertThat(List.of(shared.get("a"), shared.get("a"), shared.get("b"))).containsExactly(1, 1, 2);
    }

    @Test
    void triesAgainAfterAFault() {
        Shared<String, Integer> shared = new Shared<>(version::get, key -> {
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
            latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
