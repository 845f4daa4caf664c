package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;

/**
 * An external id field that the org may lack. That it does is found out by a refusal, and remembered for a while only, so that an admin who
 * adds the field need not restart anything.
 */
final class OrgField {

    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final String name;
    private volatile Instant absentUntil = Instant.MIN;

    OrgField(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean usable() {
        return !name.isEmpty() && !SteadyClock.get().instant().isBefore(absentUntil);
    }

    /** Whether the refusal says that the org has no such field; if so it is no longer used. */
    boolean isAbsentBy(SalesforceRefusal refusal) {
        boolean absent = usable() && refusal.lacks(name);
        if (absent) {
            absentUntil = SteadyClock.get().instant().plus(REMEMBERED);
        }
        return absent;
    }
}
