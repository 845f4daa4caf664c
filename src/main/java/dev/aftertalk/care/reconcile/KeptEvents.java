package dev.aftertalk.care.reconcile;

import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How far back the ledger knows what it had: what is older may have been deleted, and would be acted on a second time.
 *
 * @param events how long events are kept; 0 or nothing is for ever
 */
@ConfigurationProperties("retention")
public record KeptEvents(Duration events) {

    /** Deleting takes a while, and an answer without a time of its own is looked for a little earlier. */
    private static final Duration MARGIN = Duration.ofDays(1);

    /** The earliest time, in milliseconds since 1970, from which on lists may be compared. */
    long earliest(long now) {
        return events == null || events.isZero()
                ? Long.MIN_VALUE
                : now - events.minus(MARGIN).toMillis();
    }

    /**
     * @param name what whoever asks calls the time
     * @throws IllegalArgumentException for a time that is not known any more, in words for who asked for it
     */
    public void check(String name, long from, long now) {
        if (from < earliest(now)) {
            throw new IllegalArgumentException(name + " must be " + Instant.ofEpochMilli(earliest(now))
                    + " or later: events older than retention.events are deleted, and what iAdvize lists of that time would be acted on a"
                    + " second time.");
        }
    }
}
