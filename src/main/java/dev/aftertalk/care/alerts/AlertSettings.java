package dev.aftertalk.care.alerts;

import dev.aftertalk.text.MailAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings under {@code alerts.}; each is explained in {@code application.properties}.
 *
 * @param to who gets alerts by mail; none for no mails
 * @param after how long a state must hold before it is told, and be gone before that is told
 * @param mostPerHour the last of so many says that there are no more for an hour
 */
@ConfigurationProperties("alerts")
record AlertSettings(
        @DefaultValue List<String> to,
        @DefaultValue("5m") Duration after,
        @DefaultValue("20") int mostPerHour,
        @DefaultValue("en") Language language) {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final Duration LONGEST_SLACK = Duration.ofSeconds(5);
    private static final int LOOKS = 10;

    /** @throws IllegalArgumentException for what can't work, in words for the person who set it */
    AlertSettings {
        to.stream()
                .filter(address -> MailAddress.parse(address) == null)
                .findFirst()
                .ifPresent(address -> {
                    throw new IllegalArgumentException("alerts.to has \"" + address
                            + "\"; write mail addresses such as ops@example.com, with commas between them.");
                });
        if (after.toMillis() < 1000 || after.toDays() > 1) {
            throw new IllegalArgumentException("alerts.after must be from 1s to 1d.");
        }
        if (mostPerHour < 2) {
            throw new IllegalArgumentException("alerts.most-per-hour must be at least 2.");
        }
    }

    /** What alerts are written in. */
    enum Language {
        EN,
        FR;

        Locale locale() {
            return Locale.forLanguageTag(toString());
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From one look to the next. */
    Duration pause() {
        Duration some = after.dividedBy(LOOKS);
        if (some.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return some.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : some;
    }

    /** What no server has seen for so long is gone. */
    Duration fresh() {
        return pause().multipliedBy(3).plus(after.compareTo(LONGEST_SLACK) < 0 ? after : LONGEST_SLACK);
    }

    /** From one attempt to hand an alert over to the next. */
    Duration retry() {
        return after.compareTo(LONGEST_RETRY) < 0 ? after : LONGEST_RETRY;
    }
}
