package dev.aftertalk.care.reconcile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A stretch of time, in milliseconds since 1970. */
public record TimeRange(long from, long to) {

    boolean covers(TimeRange other) {
        return from <= other.from && other.to <= to;
    }

    /** What lies between the first and the last of {@code covered} and in none of them: the time in which nobody listened. */
    static List<TimeRange> between(List<TimeRange> covered) {
        List<TimeRange> gaps = new ArrayList<>();
        long end = Long.MAX_VALUE;
        for (TimeRange one : covered.stream()
                .sorted(Comparator.comparingLong(TimeRange::from))
                .toList()) {
            if (one.from() > end) {
                gaps.add(new TimeRange(end, one.from()));
            }
            end = end == Long.MAX_VALUE ? one.to() : Math.max(end, one.to());
        }
        return gaps;
    }
}
