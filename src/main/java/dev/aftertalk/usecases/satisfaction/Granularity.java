package dev.aftertalk.usecases.satisfaction;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;

/** How long each part of a trend is. Days, weeks and months follow the calendar of the zone: a day has 23 or 25 hours when clocks change. */
public enum Granularity {
    HOUR {
        @Override
        ZonedDateTime begin(ZonedDateTime time) {
            return time.truncatedTo(ChronoUnit.HOURS);
        }

        @Override
        ZonedDateTime next(ZonedDateTime begin) {
            return begin.plusHours(1);
        }
    },
    DAY {
        @Override
        ZonedDateTime begin(ZonedDateTime time) {
            return time.toLocalDate().atStartOfDay(time.getZone());
        }

        @Override
        ZonedDateTime next(ZonedDateTime begin) {
            return begin.toLocalDate().plusDays(1).atStartOfDay(begin.getZone());
        }
    },
    WEEK {
        @Override
        ZonedDateTime begin(ZonedDateTime time) {
            return time.toLocalDate()
                    .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                    .atStartOfDay(time.getZone());
        }

        @Override
        ZonedDateTime next(ZonedDateTime begin) {
            return begin.toLocalDate().plusWeeks(1).atStartOfDay(begin.getZone());
        }
    },
    MONTH {
        @Override
        ZonedDateTime begin(ZonedDateTime time) {
            return time.toLocalDate().withDayOfMonth(1).atStartOfDay(time.getZone());
        }

        @Override
        ZonedDateTime next(ZonedDateTime begin) {
            return begin.toLocalDate().plusMonths(1).atStartOfDay(begin.getZone());
        }
    };

    /** The begin of the part that the time is in. */
    abstract ZonedDateTime begin(ZonedDateTime time);

    /** The begin of the part after the one that begins so. */
    abstract ZonedDateTime next(ZonedDateTime begin);

    /** @throws IllegalArgumentException for what is none, in words for the caller; null is a day */
    public static Granularity of(String name) {
        return Arrays.stream(values())
                .filter(granularity -> granularity.toString().equals(name == null ? "day" : name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("granularity must be hour, day, week or month."));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
