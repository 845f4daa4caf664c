package dev.aftertalk.ledger;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * Reads the times of iAdvize. Its reference prints {@code 2019-04-12T07:58:35.171Z} and {@code 2017-04-22T11:01:00+02:00}; taken too is what ISO
 * 8601 and its usual writers have besides: offsets as {@code +0200} and {@code +02}, a blank for the T or before the offset, no seconds, a comma
 * for the point. A time without an offset is none: nobody knows where it was that time.
 */
public final class EventTime {

    private static final int LONGEST = 64;

    private static final DateTimeFormatter LENIENT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("uuuu-MM-dd['T'][' ']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[' '][XXX][XX][X]")
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private EventTime() {}

    /** The time with the offset it was written with; null for null, and for a text that is none. */
    public static OffsetDateTime parse(String text) {
        if (text == null || text.length() > LONGEST) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeException e) {
            return lenient(text.strip().replace(',', '.'));
        }
    }

    /** The time in milliseconds since 1970; null where {@link #parse} gives null. */
    public static Long millis(String text) {
        OffsetDateTime time = parse(text);
        try {
            return time == null ? null : time.toInstant().toEpochMilli();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static OffsetDateTime lenient(String text) {
        try {
            return OffsetDateTime.parse(text, LENIENT);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
