package dev.aftertalk.usecases.promo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.format.annotation.DateTimeFormat;

/**
 * The promo campaigns.
 *
 * @param poll how often the folders of codes are looked at
 * @param timeZone where the day a code expires begins and ends
 * @param locale the language in which that day is written out for mails
 * @param campaigns by name
 */
@ConfigurationProperties("promo")
record PromoSettings(
        @DefaultValue("30s") Duration poll,
        @DefaultValue("UTC") ZoneId timeZone,
        @DefaultValue("en") Locale locale,
        @DefaultValue Map<String, CampaignSettings> campaigns) {

    /** @throws IllegalArgumentException for a time that can't work, in words for the person who set it */
    PromoSettings {
        if (poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException("promo.poll must be more than nothing, such as 30s");
        }
    }

    /** Where codes come from. */
    enum Source {
        CSV,
        PATTERN
    }

    /**
     * One campaign.
     *
     * @param folder of CSV files
     * @param column of the CSV files that holds the codes
     * @param pattern such as {@code WELCOME-{8}}
     * @param label what a code is worth, in words
     * @param validFor how long a code is valid once it was given out
     * @param expiresOn the last day of the campaign and of its codes
     * @param maximum how many codes are given out at most
     */
    record CampaignSettings(
            Source source,
            Path folder,
            String column,
            String pattern,
            String label,
            Duration validFor,
            @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate expiresOn,
            Integer maximum) {}
}
