package dev.aftertalk.usecases.satisfaction;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The time that figures are asked for, cut into hours, days, weeks or months of a time zone.
 *
 * @param from its first moment
 * @param to the moment after its last
 */
public record Period(ZonedDateTime from, ZonedDateTime to, Granularity granularity) {

    private static final int MOST_PARTS = 1000;
    private static final int DEFAULT_DAYS = 7;
    private static final String TIME = "a day such as 2026-11-22 or a moment such as 2026-11-22T10:15:30Z";

    // Far enough for everyone, near enough for every calculation.
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;

    /**
     * Reads what a caller asked for; what is null has a default: a day each, the last seven days up to now.
     *
     * @param to a day counts to its end
     * @throws IllegalArgumentException for what can't be read, in words for the caller
     */
    public static Period of(String from, String to, String granularity, ZoneId zone, Instant now) {
        ZonedDateTime end = to == null ? now.atZone(zone) : time("to", to, zone, 1);
        ZonedDateTime start = from == null
                ? end.minusNanos(1).toLocalDate().minusDays(DEFAULT_DAYS - 1L).atStartOfDay(zone)
                : time("from", from, zone, 0);
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("from must be before to: give an earlier from or a later to.");
        }
        return new Period(start, end, Granularity.of(granularity));
    }

    /**
     * The moments that cut the period into its parts, with its begin and its end. The first and the last part are shorter when the period
     * begins or ends in the middle of an hour, a day, a week, a month.
     *
     * @throws IllegalArgumentException when there are too many, in words for the caller
     */
    List<ZonedDateTime> cuts() {
        List<ZonedDateTime> cuts = new ArrayList<>();
        cuts.add(from);
        ZonedDateTime next = granularity.next(granularity.begin(from));
        while (next.isBefore(to)) {
            if (next.isAfter(from)) {
                cuts.add(next);
            }
            if (cuts.size() > MOST_PARTS) {
                throw new IllegalArgumentException("From from to to are more than " + MOST_PARTS + " " + granularity
                        + "s: ask for a shorter time or a coarser granularity.");
            }
            next = granularity.next(next);
        }
        cuts.add(to);
        return cuts;
    }

    private static ZonedDateTime time(String name, String value, ZoneId zone, int daysLater) {
        // A plus that was not encoded arrives as a space.
        String text = value.strip().replace(' ', '+');
        try {
            ZonedDateTime time = text.contains("T")
                    ? OffsetDateTime.parse(text).atZoneSameInstant(zone)
                    : LocalDate.parse(text).plusDays(daysLater).atStartOfDay(zone);
            if (time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR) {
                return time;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new IllegalArgumentException(name + " must be " + TIME + ", in the years 1970 to 9998.");
    }
}
