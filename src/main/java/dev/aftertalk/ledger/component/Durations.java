package dev.aftertalk.ledger.component;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as ops people write them. Camel's own conversion reads {@code -1s} as a second and fails on {@code soon} without saying why. */
final class Durations {

    private static final Pattern PARTS =
            Pattern.compile("(?=\\d)(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)(?:ms)?)?");

    private Durations() {}

    /** @throws IllegalArgumentException for what is not a duration, in words for the author of a route */
    static Duration parse(String option, String text) {
        try {
            Matcher parts = PARTS.matcher(text);
            return parts.matches()
                    ? Duration.ofDays(number(parts, 1))
                            .plusHours(number(parts, 2))
                            .plusMinutes(number(parts, 3))
                            .plusSeconds(number(parts, 4))
                            .plusMillis(number(parts, 5))
                    : Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    option + " is no duration: '" + text + "'. Write for example 500ms, 30s, 10m, 2h, 1d or 1h30m.");
        }
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }
}
