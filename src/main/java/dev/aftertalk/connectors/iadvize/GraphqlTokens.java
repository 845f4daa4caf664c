package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The GraphQL token that all runs share. iAdvize allows 10 logins a minute and then blocks the user, so at most one login runs at a
 * time, the others wait for its result, and a failed one answers for those that come soon after it.
 */
final class GraphqlTokens {

    /** Two refusals of fresh tokens within this time mean that another login won't help. */
    private static final Duration REFUSALS_APART = Duration.ofMinutes(1);

    private final Supplier<GraphqlToken> login;
    private final Duration longestWait;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock(); // a virtual thread may wait on it, unlike on synchronized
    private volatile GraphqlToken token;
    private CompletableFuture<GraphqlToken> attempt;
    private CachedFault fault;
    private Instant refusedAt;

    /**
     * @param login gets a new token
     * @param longestWait how long a run waits for another run's login
     */
    GraphqlTokens(Supplier<GraphqlToken> login, Duration longestWait, Clock clock) {
        this.login = login;
        this.longestWait = longestWait;
        this.clock = clock;
    }

    /** The token to use now. */
    String current() {
        Instant now = clock.instant();
        GraphqlToken held = token;
        return held != null && now.isBefore(held.renewAt())
                ? held.value()
                : renewed(now).value();
    }

    /** Drops a token that iAdvize no longer accepts, unless it has been replaced already. */
    void refused(String value) {
        Instant now = clock.instant();
        lock.lock();
        try {
            if (token == null || !token.value().equals(value)) {
                return;
            }
            token = null;
            if (refusedAt != null && now.isBefore(refusedAt.plus(REFUSALS_APART))) {
                fault = CachedFault.of(
                        new RefusesUsException("iAdvize GraphQL refuses the tokens it has just given:"
                                + " check the rights of the user in iadvize.graphql.username"),
                        now);
            }
            refusedAt = now;
        } finally {
            lock.unlock();
        }
    }

    private GraphqlToken renewed(Instant now) {
        CompletableFuture<GraphqlToken> running;
        CompletableFuture<GraphqlToken> mine = new CompletableFuture<>();
        lock.lock();
        try {
            GraphqlToken held = token;
            boolean usable = held != null && now.isBefore(held.expiresAt());
            boolean faulty = fault != null && now.isBefore(fault.until());
            if (usable && (now.isBefore(held.renewAt()) || attempt != null || faulty)) {
                return held;
            }
            if (faulty) {
                throw fault.again(now);
            }
            running = attempt;
            attempt = running == null ? mine : running;
        } finally {
            lock.unlock();
        }
        return running == null ? logIn(mine) : await(running);
    }

    private GraphqlToken logIn(CompletableFuture<GraphqlToken> mine) {
        try {
            GraphqlToken fresh = login.get();
            end(fresh, null);
            mine.complete(fresh);
            return fresh;
        } catch (RuntimeException | Error e) {
            GraphqlToken held = end(null, CachedFault.of(e, clock.instant()));
            mine.completeExceptionally(e);
            if (held != null && clock.instant().isBefore(held.expiresAt())) {
                return held; // its renewal failed, but it still does
            }
            throw e;
        }
    }

    private GraphqlToken end(GraphqlToken fresh, CachedFault failed) {
        lock.lock();
        try {
            attempt = null;
            fault = failed;
            token = fresh == null ? token : fresh;
            return token;
        } finally {
            lock.unlock();
        }
    }

    private GraphqlToken await(CompletableFuture<GraphqlToken> running) {
        try {
            return running.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new RetryableException("iAdvize login took longer than " + longestWait, e);
        } catch (ExecutionException e) {
            Instant now = clock.instant();
            throw CachedFault.of(e.getCause(), now).again(now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetryableException("interrupted while waiting for the iAdvize login", e);
        }
    }
}
