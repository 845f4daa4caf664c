package dev.aftertalk.live;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many open pages are kept up to date; named after the dashboard, which was the first of them.
 *
 * @param maxStreams how many open pages this server keeps up to date at once; those beyond ask now and then
 * @param maxStreamsPerUser the same for one user
 */
@ConfigurationProperties("dashboard")
record LiveSettings(@DefaultValue("200") int maxStreams, @DefaultValue("20") int maxStreamsPerUser) {

    /** @throws IllegalArgumentException for values that can't work, in words for the person who set them */
    LiveSettings {
        if (maxStreams < 0 || maxStreams > 10_000 || maxStreamsPerUser < 0) {
            throw new IllegalArgumentException(
                    "dashboard.max-streams must be 0 to 10000, and dashboard.max-streams-per-user 0 or more.");
        }
    }
}
