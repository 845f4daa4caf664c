package dev.aftertalk.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Graceful shutdown: how long this server goes on accepting webhooks once it was told to stop.
 *
 * @param drainDelay how long it goes on taking events once it was told to stop and shows that it is not ready
 */
@ConfigurationProperties("aftertalk")
record DrainSettings(@DefaultValue("0s") Duration drainDelay) {

    /** @throws IllegalArgumentException for a time that can't work, in words for the person who set it */
    DrainSettings {
        if (drainDelay.isNegative()) {
            throw new IllegalArgumentException("aftertalk.drain-delay can't be negative.");
        }
    }
}
