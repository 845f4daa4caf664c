package dev.aftertalk.care.reconcile;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the reconciler.
 *
 * @param enabled false: outages are still recorded, but not reconciled
 * @param margin how much before and after an outage is looked at, since two clocks never agree
 * @param settle how old something must be to be started from a list; until then iAdvize may still send it itself
 * @param every how often to look for outages, and to try again what failed
 * @param callsPerSecond most requests a second to iAdvize
 * @param lookBack how long before an outage a conversation that ended in it may have begun
 * @param longestAgo outages before that are let be
 * @param heartbeat how often a server notes that it listens
 * @param types what is reconciled, by the type of the event; none for what iAdvize sends, see {@link ReconciledTypes}
 * @param projectIds only those projects; none for all that the user of GraphQL may see
 */
@ConfigurationProperties("reconcile")
record ReconcileSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5m") Duration margin,
        @DefaultValue("2m") Duration settle,
        @DefaultValue("1h") Duration every,
        @DefaultValue("2") double callsPerSecond,
        @DefaultValue("24h") Duration lookBack,
        @DefaultValue("7d") Duration longestAgo,
        @DefaultValue("10s") Duration heartbeat,
        @DefaultValue List<String> types,
        @DefaultValue List<Long> projectIds) {

    /** @throws IllegalArgumentException for what can't work, in words for the person who set it */
    ReconcileSettings {
        require(!margin.isNegative(), "margin can't be negative");
        require(!settle.isNegative(), "settle can't be negative");
        require(!lookBack.isNegative(), "look-back can't be negative");
        require(longestAgo.toMillis() > 0, "longest-ago must be longer than nothing");
        require(every.toMillis() >= 1000, "every must be at least 1s");
        require(heartbeat.toMillis() >= 100, "heartbeat must be at least 100ms");
        require(callsPerSecond > 0 && callsPerSecond <= 100, "calls-per-second must be more than 0 and at most 100");
        Set<String> known = Set.of(PastEvents.CLOSED, PastEvents.ANSWERED);
        require(known.containsAll(types), "types can hold " + PastEvents.CLOSED + " and " + PastEvents.ANSWERED);
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException("reconcile." + message + ".");
        }
    }
}
