package dev.aftertalk.ledger;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the ledger.
 *
 * @param acceptTimeout how long a webhook waits for its event to be stored before it is told to come back
 * @param maxPending how many events may wait to be stored; the next one is told to come back
 * @param maxPendingSize how much memory their bodies may take together; the next one is told to come back
 * @param poll how often to look for runs that have become due, and for work of other nodes; seldomer once nothing has come for ten seconds
 * @param lease how long a node may be silent before the others take its runs over, and be up before it tries a run that may be what ends servers
 * @param maxInterruptions how often in a row the server may end while it works on a run before that run is dead
 */
@Validated
@ConfigurationProperties("aftertalk.ledger")
public record LedgerSettings(
        @DefaultValue("5s") Duration acceptTimeout,
        @DefaultValue("10000") @Min(1) int maxPending,
        @DefaultValue("32MB") DataSize maxPendingSize,
        @DefaultValue("250ms") Duration poll,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("5") @Min(1) int maxInterruptions) {

    /** @throws IllegalArgumentException for values that can't work, in words for the person who set them */
    @ConstructorBinding
    public LedgerSettings {
        require(maxPendingSize.toBytes() > 0, "max-pending-size must be more than 0");
        require(acceptTimeout.toMillis() > 0, "accept-timeout must be at least 1ms");
        require(poll.toMillis() > 0, "poll must be at least 1ms");
        // The lease is renewed when a quarter of it has gone, by a thread that may sleep for as long as poll says.
        require(lease.compareTo(poll.multipliedBy(4)) >= 0, "lease must be at least four times poll");
    }

    /** With the usual bounds of what a server's end and its memory take. */
    public LedgerSettings(Duration acceptTimeout, int maxPending, Duration poll, Duration lease) {
        this(acceptTimeout, maxPending, DataSize.ofMegabytes(32), poll, lease, 5);
    }

    /** What becomes of a run whose server ends while it works on it. */
    Interruptions interruptions() {
        return new Interruptions(maxInterruptions);
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException("aftertalk.ledger." + message + ".");
        }
    }
}
