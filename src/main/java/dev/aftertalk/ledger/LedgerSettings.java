package dev.aftertalk.ledger;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the ledger.
 *
 * @param acceptTimeout how long a webhook waits for its event to be stored before it is told to come back
 * @param maxPending how many events may wait to be stored; the next one is told to come back
 * @param poll how often to look for runs that have become due, and for work of other nodes
 * @param lease how long a node may be silent before the others take its runs over
 */
@Validated
@ConfigurationProperties("aftertalk.ledger")
public record LedgerSettings(
        @DefaultValue("5s") Duration acceptTimeout,
        @DefaultValue("10000") @Min(1) int maxPending,
        @DefaultValue("250ms") Duration poll,
        @DefaultValue("30s") Duration lease) {}
