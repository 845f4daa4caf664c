package dev.aftertalk.connectors.iadvize;

import java.time.Duration;
import java.time.Instant;

/**
 * A token of the GraphQL API.
 *
 * @param renewAt from when on a new one should be asked for
 * @param expiresAt from when on it is no longer accepted
 */
record GraphqlToken(String value, Instant renewAt, Instant expiresAt) {

    private static final Duration ASSUMED_LIFE = Duration.ofHours(1);
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    /** A token given at {@code now} for {@code seconds}; anything but a positive number counts as one hour. */
    static GraphqlToken of(String value, long seconds, Instant now) {
        Duration life = seconds > 0 ? Duration.ofSeconds(Math.min(seconds, 366L * 86_400)) : ASSUMED_LIFE;
        Duration fifth = life.dividedBy(5);
        Duration margin = fifth.compareTo(LONGEST_MARGIN) < 0 ? fifth : LONGEST_MARGIN;
        return new GraphqlToken(value, now.plus(life).minus(margin), now.plus(life));
    }

    @Override
    public String toString() {
        return "GraphqlToken[until " + expiresAt + "]";
    }
}
