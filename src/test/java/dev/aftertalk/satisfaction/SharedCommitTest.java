package dev.aftertalk.satisfaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class SharedCommitTest {

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger committed = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> order = new ArrayList<>();
    private volatile boolean away;
    private final SharedCommit commits = new SharedCommit(new TransactionTemplate(new CountingTransactions()));

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void commitsALoneWriteAtOnce() {
        commits.run("a", () -> order.add("a"));
        assertThat(order).containsExactly("a");
        assertThat(committed).hasValue(1);
    }

    @Test
    void commitsTogetherInTheOrderOfTheKeysWhatCameDuringACommit() throws Exception {
        List<Future<?>> writes = duringACommit("c", "a", "b");
        for (Future<?> write : writes) {
            write.get();
        }
        assertThat(order).containsExactly("a", "b", "c");
        assertThat(committed).hasValue(2);
    }

    @Test
    void failsOnlyTheWriteThatIsAtFault() throws Exception {
        List<Future<?>> writes = duringACommit("a", "bad", "c");
        writes.get(0).get();
        writes.get(2).get();
        assertThatThrownBy(() -> writes.get(1).get())
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("bad");
        // The first, then all together in vain, then each alone.
        assertThat(begun).hasValue(5);
        assertThat(committed).hasValue(3);
    }

    @Test
    void asksADatabaseThatIsAwayOnceForAll() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        Future<?> first = threads.submit(() -> commits.run("0", () -> awaitLatch(hold)));
        await().atMost(Duration.ofSeconds(5)).until(() -> begun.get() == 1);
        away = true;
        List<Future<?>> writes = submit("a", "b", "c");
        hold.countDown();
        first.get();
        for (Future<?> write : writes) {
            assertThatThrownBy(write::get).hasCauseInstanceOf(CannotCreateTransactionException.class);
        }
        assertThat(begun).hasValue(2);
        away = false;
        commits.run("d", () -> order.add("d"));
        assertThat(order).containsExactly("d");
    }

    /** Lets the writes come while another one is being committed. */
    private List<Future<?>> duringACommit(String... keys) throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        Future<?> first = threads.submit(() -> commits.run("0", () -> awaitLatch(hold)));
        await().atMost(Duration.ofSeconds(5)).until(() -> begun.get() == 1);
        List<Future<?>> writes = submit(keys);
        hold.countDown();
        first.get();
        return writes;
    }

    private List<Future<?>> submit(String... keys) {
        List<Future<?>> writes = new ArrayList<>();
        for (String key : keys) {
            writes.add(threads.submit(() -> commits.run(key, () -> {
                if (key.equals("bad")) {
                    throw new IllegalStateException(key);
                }
                order.add(key);
            })));
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> commits.waiting() == keys.length);
        return writes;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class CountingTransactions extends AbstractPlatformTransactionManager {

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            begun.incrementAndGet();
            if (away) {
                throw new CannotCreateTransactionException("away");
            }
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            committed.incrementAndGet();
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            order.clear();
        }
    }
}
