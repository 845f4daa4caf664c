package dev.aftertalk.connectors.calls;

import dev.aftertalk.ledger.NotCalledException;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Spaces the calls to one system out evenly. A run waits for its turn on its own workflow's thread for a short while; one whose turn is
 * further off goes back to the ledger.
 */
final class Pace {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final String message;
    private final RateLimiter limiter;

    private Pace(String message, RateLimiter limiter) {
        this.message = message;
        this.limiter = limiter;
    }

    /** The pace that this limit asks for. */
    static Pace of(String connector, String system, ResilienceSettings.Limit limit) {
        if (limit.maxCallsPerSecond() == null) {
            return new Pace(null, null);
        }
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(1)
                .limitRefreshPeriod(Duration.ofNanos((long) (1e9 / limit.maxCallsPerSecond())))
                .timeoutDuration(LONGEST_WAIT)
                .build();
        return new Pace(
                system + " is called no more often than resilience." + connector
                        + ".max-calls-per-second allows, and others come first",
                RateLimiter.of(connector, config));
    }

    /** Returns when it is the caller's turn. */
    void await() {
        if (limiter != null && !limiter.acquirePermission()) {
            throw new NotCalledException(message, spread());
        }
    }

    private static Duration spread() {
        long longest = LONGEST_WAIT.toMillis();
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest, 2 * longest));
    }
}
