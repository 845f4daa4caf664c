package dev.aftertalk.usecases.satisfaction;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the satisfaction figures.
 *
 * @param timeZone where a day begins and ends; empty: where this machine is
 * @param settleTime how long a visitor may still change an answer before anything but the figures reacts to it
 * @param liveMaxAge how long a conversation on the site counts as live without being closed
 * @param liveMaxAgeOffsite the same for channels outside the site, where a conversation may rest for days
 */
@ConfigurationProperties("satisfaction")
record SatisfactionSettings(
        @DefaultValue("") String timeZone,
        @DefaultValue("60s") Duration settleTime,
        @DefaultValue("24h") Duration liveMaxAge,
        @DefaultValue("7d") Duration liveMaxAgeOffsite) {

    private static final Duration LONGEST_SETTLE_TIME = Duration.ofHours(24);

    /** @throws IllegalArgumentException for values that can't work, in words for the person who set them */
    SatisfactionSettings {
        require(
                !settleTime.isNegative() && settleTime.compareTo(LONGEST_SETTLE_TIME) <= 0,
                "settle-time must be 0s to 24h");
        require(!liveMaxAge.isNegative() && !liveMaxAge.isZero(), "live-max-age must be longer than 0s");
        require(
                !liveMaxAgeOffsite.isNegative() && !liveMaxAgeOffsite.isZero(),
                "live-max-age-offsite must be longer than 0s");
        try {
            zone(timeZone);
        } catch (DateTimeException e) {
            require(false, "time-zone must be a time zone such as Europe/Paris");
        }
    }

    ZoneId zone() {
        return zone(timeZone);
    }

    private static ZoneId zone(String name) {
        return name.isBlank() ? ZoneId.systemDefault() : ZoneId.of(name.strip());
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException("satisfaction." + message + ".");
        }
    }
}
