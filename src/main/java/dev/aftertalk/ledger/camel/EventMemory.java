package dev.aftertalk.ledger.camel;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long the ledger knows which events it had.
 *
 * @param events how long events are kept; 0 or nothing is for ever
 */
@ConfigurationProperties("retention")
public record EventMemory(Duration events) {

    /** The sender's clock may be ahead of this one. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    /**
     * An event that was sent before may have been here and be forgotten.
     *
     * @param now and the result: milliseconds since 1970
     */
    public long earliest(long now) {
        return events == null || events.isZero()
                ? Long.MIN_VALUE
                : now - events.minus(CLOCKS).toMillis();
    }
}
