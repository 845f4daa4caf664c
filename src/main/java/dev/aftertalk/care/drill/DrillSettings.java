package dev.aftertalk.care.drill;

import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of fault drills.
 *
 * @param allowed whether drills may be run on this server
 * @param longest for how long at most
 * @param longestRecovery how long a report waits for all to recover after that
 * @param startedAgain whether whoever keeps this server running starts it again when it is killed; of systemd and Kubernetes that is known
 */
@ConfigurationProperties("drill")
public record DrillSettings(
        @DefaultValue("false") boolean allowed,
        @DefaultValue("60m") Duration longest,
        @DefaultValue("60m") Duration longestRecovery,
        @DefaultValue("false") boolean startedAgain) {

    /** @throws IllegalArgumentException for what can't work, in words for the person who set it */
    public DrillSettings {
        if (longest.toMillis() < 1000 || longestRecovery.toMillis() < 1000) {
            throw new IllegalArgumentException("drill.longest and drill.longest-recovery must be at least 1s.");
        }
    }

    /**
     * Fails where no such drill may be run.
     *
     * @throws NotAllowedException in words for whoever asked
     * @throws IllegalArgumentException likewise
     */
    public void check(String name, Duration time) {
        if (!allowed) {
            throw new NotAllowedException();
        }
        DrillNames.check(name);
        if (time.toMillis() < 1000 || time.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "A drill takes 1 second at least and " + longest.toMinutes() + " minutes at most (drill.longest).");
        }
        DrillNames.checkShortest(name, time);
    }

    /** So much of a unit, as somebody asked for it: any number that can be written. Too much of it is the longest time there is, which no settings allow. */
    public static Duration time(BigDecimal number, Duration unit) {
        return Duration.ofMillis(number.multiply(BigDecimal.valueOf(unit.toMillis()))
                .max(BigDecimal.ZERO)
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue());
    }

    /** This server is none to drill on. */
    public static final class NotAllowedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAllowedException() {
            super(
                    "Drills are not allowed on this server: they keep mails, leads and tickets from real people for a while."
                            + " On a staging server, and only there, set drill.allowed=true and start it again.");
        }
    }
}
