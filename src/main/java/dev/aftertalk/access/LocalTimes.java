package dev.aftertalk.access;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Writes times as the reader of a page does, in the time zone of this server. Public for the templates. */
public final class LocalTimes {

    private final DateTimeFormatter minutes;
    private final DateTimeFormatter days;

    LocalTimes(Locale locale) {
        ZoneId zone = ZoneId.systemDefault();
        minutes = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(zone);
        days = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .withZone(zone);
    }

    /** Day and time to the minute. */
    public String minute(Instant time) {
        return minutes.format(time);
    }

    public String day(Instant time) {
        return days.format(time);
    }
}
