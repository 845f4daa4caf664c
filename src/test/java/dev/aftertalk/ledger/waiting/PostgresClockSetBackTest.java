package dev.aftertalk.ledger.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.testing.MovableClock;
import dev.aftertalk.testing.Schema;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class PostgresClockSetBackTest {

    private static final Duration AHEAD = Duration.ofHours(2);
    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    private static final long DELAY = Duration.ofHours(24).toMillis();

    private final DriverManagerDataSource source = new DriverManagerDataSource(Schema.postgres());
    private final JdbcClient database = JdbcClient.create(source);
    private final MovableClock machine = new MovableClock();
    private final MovableClock steady = new MovableClock();
    private final CountDownLatch isHeld = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Test
    void takesBackOnceWhatTwoServersTakeBackTogether() throws Exception {
        ClockSetBack first = task(true);
        ClockSetBack second = task(false);
        long right = machine.millis();
        machine.pass(AHEAD);
        first.run();
        second.run();
        long received = machine.millis();
        database.sql(
                        "INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body) VALUES (1, 'e', 't', 0, ?, 'webhook', '\\x00'::bytea)")
                .param(received)
                .update();
        database.sql(
                        "INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at) VALUES (1, 'survey', 'queued', 0, 1, ?, ?)")
                .params(received + DELAY, received + DELAY)
                .update();
        machine.pass(AHEAD.negated());

        CompletableFuture<Void> both = CompletableFuture.runAsync(first::run);
        try {
            assertThat(isHeld.await(30, TimeUnit.SECONDS)).isTrue();
            both = CompletableFuture.allOf(both, CompletableFuture.runAsync(second::run));
            await().until(() -> of(WAITING) == 1);
        } finally {
            mayEnd.countDown();
        }
        both.get(30, TimeUnit.SECONDS);

        assertThat(of("SELECT due_at FROM run")).isEqualTo(right + DELAY);
        assertThat(of("SELECT first_due_at FROM run")).isEqualTo(right + DELAY);
        assertThat(of("SELECT received_at FROM event")).isEqualTo(right);
    }

    private long of(String sql) {
        return database.sql(sql).query(Long.class).single();
    }

    /** @param waits with the end of its third transaction, which changes the event and its run, until {@link #mayEnd} */
    private ClockSetBack task(boolean waits) {
        TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(source));
        AtomicInteger count = new AtomicInteger();
        return new ClockSetBack(
                new LedgerWrites() {
                    @Override
                    public <T> T write(Function<JdbcClient, T> work) {
                        return transactions.execute(status -> {
                            T result = work.apply(database);
                            if (waits && count.incrementAndGet() == 3) {
                                hold();
                            }
                            return result;
                        });
                    }
                },
                machine,
                steady);
    }

    private void hold() {
        isHeld.countDown();
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
