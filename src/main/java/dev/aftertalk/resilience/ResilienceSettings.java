package dev.aftertalk.resilience;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the other systems are spared.
 *
 * @param probeInterval how long a system that was found down is left alone before one call tries it
 * @param failures how many calls in a row, at the least, must fail before a system counts as down
 * @param catchUpPerSecond how many of the runs that waited for a system go on each second once it is back, from this server
 */
@ConfigurationProperties("resilience")
public record ResilienceSettings(
        @DefaultValue("10s") Duration probeInterval,
        @DefaultValue("5") int failures,
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
        require(catchUpPerSecond >= 1, "catch-up-per-second must be at least 1");
    }

    /** The limit of the system that the metrics and logs call so. */
    Limit limit(String connector) {
        return switch (connector) {
            case "iadvize-rest" -> iadvizeRest;
            case "iadvize-graphql" -> iadvizeGraphql;
            case "iadvize-login" -> iadvizeLogin;
            case "smtp" -> smtp;
            case "salesforce" -> salesforce;
            case "jira" -> jira;
            default -> Limit.NONE;
        };
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException("resilience." + message + ".");
        }
    }
}
