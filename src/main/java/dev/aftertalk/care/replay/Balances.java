package dev.aftertalk.care.replay;

import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.ledger.history.BalanceCount;
import dev.aftertalk.scheduling.Schedulers;
import dev.aftertalk.time.MachineClock;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The balance for whoever asks, with an answer soon, however large the ledger. One that is counted before anybody gets impatient is always
 * new. Of a larger ledger the last count is given, while the next one goes on beside it, at half of a core at most.
 */
@Component
class Balances {

    private static final Duration PATIENCE = Duration.ofMillis(400);

    /** Between two counts that take longer than that, as many times as long as one takes. */
    private static final int PAUSE = 10;

    private final JdbcClient database;
    private final Duration patience;
    private final ExecutorService counter = Executors.newSingleThreadExecutor(Schedulers.threads("balance"));
    private UnderWay underWay;
    private Counted last;

    @Autowired
    Balances(JdbcClient database) {
        this(database, PATIENCE);
    }

    Balances(JdbcClient database, Duration patience) {
        this.database = database;
        this.patience = patience;
    }

    /**
     * A balance.
     *
     * @param at when it was begun to be counted
     */
    record Counted(Balance balance, Instant at, Duration took) {}

    /**
     * What is known.
     *
     * @param last null before the first count has come to its end
     * @param countingTo of the count that is under way: when the last event that it has counted was received; null when none is
     */
    record Known(Counted last, Instant countingTo) {}

    private record UnderWay(BalanceCount count, CompletableFuture<Counted> end) {}

    /** @throws org.springframework.dao.DataAccessException when the ledger can't be read */
    Known known() {
        UnderWay count = countUnlessCounted();
        if (count == null) {
            return new Known(last(), null);
        }
        try {
            return new Known(count.end.get(patience.toMillis(), TimeUnit.MILLISECONDS), null);
        } catch (TimeoutException e) {
            return new Known(last(), count.count.at());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The server is stopping", e);
        }
    }

    private synchronized Counted last() {
        return last;
    }

    /** The count to wait for; null when the last one is new enough. */
    private synchronized UnderWay countUnlessCounted() {
        if (underWay == null && !isNewEnough()) {
            UnderWay begun = new UnderWay(new BalanceCount(database), new CompletableFuture<>());
            underWay = begun;
            counter.execute(() -> count(begun));
        }
        return underWay;
    }

    private boolean isNewEnough() {
        return last != null
                && last.took.compareTo(patience) > 0
                && MachineClock.get().instant().isBefore(last.at.plus(last.took.multipliedBy(1 + PAUSE)));
    }

    private void count(UnderWay begun) {
        Instant at = MachineClock.get().instant();
        try {
            Balance balance = begun.count.toTheEnd(new Rest(patience));
            Counted counted = new Counted(
                    balance, at, Duration.between(at, MachineClock.get().instant()));
            over(counted);
            begun.end.complete(counted);
        } catch (RuntimeException e) {
            over(null);
            begun.end.completeExceptionally(e);
        }
    }

    private synchronized void over(Counted counted) {
        underWay = null;
        last = counted == null ? last : counted;
    }

    /** Rests after each piece as long as that took, once nobody waits any more. */
    private static final class Rest implements Runnable {

        private final long notBefore;
        private long begun = System.nanoTime();

        Rest(Duration notWithin) {
            notBefore = begun + notWithin.toNanos();
        }

        @Override
        public void run() {
            try {
                long now = System.nanoTime();
                if (now > notBefore) {
                    TimeUnit.NANOSECONDS.sleep(now - begun);
                }
                begun = System.nanoTime();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The server is stopping", e);
            }
        }
    }

    @PreDestroy
    void stop() {
        counter.shutdownNow();
    }
}
