package dev.aftertalk.connectors.calls;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the other systems are spared.
 *
 * @param probeInterval how long a system that was found down is left alone before one call tries it
 * @param failures how many calls in a row, at the least, must fail before a system counts as down
 * @param catchUpTime over which time the runs that waited for a system are spread once it is back
 * @param catchUpPerSecond how many of them go on each second at most, however many there are
 */
@ConfigurationProperties("resilience")
public record ResilienceSettings(
        @DefaultValue("10s") Duration probeInterval,
        @DefaultValue("5") int failures,
        @DefaultValue("5m") Duration catchUpTime,
        @DefaultValue("200") int catchUpPerSecond,
        @DefaultValue Limit iadvizeRest,
        @DefaultValue Limit iadvizeGraphql,
        @DefaultValue Limit iadvizeLogin,
        @DefaultValue Limit smtp,
        @DefaultValue Limit salesforce,
        @DefaultValue Limit jira) {

    /**
     * What one system is asked at most.
     *
     * @param maxCallsPerSecond calls a second from this server, fractions too; null: no limit
     */
    public record Limit(Double maxCallsPerSecond) {

        /** No limit. */
        static final Limit NONE = new Limit(null);

        /** @throws IllegalArgumentException for a limit that lets nothing through */
        public Limit {
            require(
                    maxCallsPerSecond == null || maxCallsPerSecond >= 0.001 && maxCallsPerSecond <= 100_000,
                    "NAME.max-calls-per-second must be between 0.001 and 100000, or empty for no limit");
        }
    }

    /** @throws IllegalArgumentException for what can't work, in words for the person who set it */
    public ResilienceSettings {
        require(probeInterval.toMillis() > 0, "probe-interval must be at least 1ms");
        require(failures >= 1, "failures must be at least 1");
        require(catchUpTime.toMillis() > 0, "catch-up-time must be at least 1ms");
        require(catchUpPerSecond >= 1, "catch-up-per-second must be at least 1");
    }

    /** By the systems' names in settings, metrics and logs. */
    Map<String, Limit> limits() {
        return Map.of(
                "iadvize-rest", iadvizeRest,
                "iadvize-graphql", iadvizeGraphql,
                "iadvize-login", iadvizeLogin,
                "smtp", smtp,
                "salesforce", salesforce,
                "jira", jira);
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException("resilience." + message + ".");
        }
    }
}
