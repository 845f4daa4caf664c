package dev.aftertalk.connectors.calls;

import dev.aftertalk.ledger.NotCalledException;
import dev.aftertalk.ledger.RetryableException;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Spaces the calls to one system out evenly. A run waits for its turn on its own workflow's thread for a short while; one whose turn is
 * further off goes back to the ledger.
 */
public final class RateLimit {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration ANY_WAIT = Duration.ofDays(1);

    private final String message;
    private final RateLimiter limiter;

    private RateLimit(String message, RateLimiter limiter) {
        this.message = message;
        this.limiter = limiter;
    }

    /** The pace that this limit asks for. */
    static RateLimit of(String connector, String system, ResilienceSettings.Limit limit) {
        if (limit.maxCallsPerSecond() == null) {
            return new RateLimit(null, null);
        }
        return new RateLimit(
                system + " is called no more often than resilience." + connector
                        + ".max-calls-per-second allows, and others come first",
                limiter(connector, limit.maxCallsPerSecond(), LONGEST_WAIT));
    }

    /** Has the only thread that makes such calls wait for each, however long. */
    public static RateLimit patient(String name, double callsPerSecond) {
        return new RateLimit("The server is stopping.", limiter(name, callsPerSecond, ANY_WAIT));
    }

    private static RateLimiter limiter(String name, double callsPerSecond, Duration longestWait) {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(1)
                .limitRefreshPeriod(Duration.ofNanos((long) (1e9 / callsPerSecond)))
                .timeoutDuration(longestWait)
                .build();
        return RateLimiter.of(name, config);
    }

    /**
     * Returns when it is the caller's turn.
     *
     * @throws RetryableException when that is too far off, or the thread was interrupted
     */
    public void await() {
        if (limiter != null && !limiter.acquirePermission()) {
            throw new NotCalledException(message, spread());
        }
    }

    private static Duration spread() {
        long longest = LONGEST_WAIT.toMillis();
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest, 2 * longest));
    }
}
