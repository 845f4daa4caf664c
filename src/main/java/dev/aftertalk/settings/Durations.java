package dev.aftertalk.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as ops people write them, in settings and in routes: {@code 500ms}, {@code 30s}, {@code 1h30m}, {@code PT10M}, in any letter case,
 * with blanks around and before a unit. A number alone is milliseconds, as for Spring. Camel's own conversion reads {@code -1s} as a second
 * and fails on {@code soon} without saying why; Spring's refuses {@code 10 m}.
 */
public final class Durations {

    /** What a message says a duration may be. */
    static final String EXAMPLES = "500ms, 30s, 10m, 2h, 1d or 1h30m";

    private static final Pattern PARTS = Pattern.compile(
            "(?=\\d)(?:(\\d+)\\s*d\\s*)?(?:(\\d+)\\s*h\\s*)?(?:(\\d+)\\s*m\\s*)?(?:(\\d+)\\s*s\\s*)?(?:(\\d+)\\s*(?:ms)?)?");
    private static final Pattern TINY = Pattern.compile("(\\d+)\\s*(us|ns)");

    private Durations() {}

    /**
     * @param option what the duration is called in the message
     * @throws IllegalArgumentException for what is not a duration, in words for whoever wrote it
     */
    public static Duration parse(String option, String text) {
        try {
            return read(text.strip().toLowerCase(Locale.ROOT));
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    option + " is no duration: '" + text + "'. Write for example " + EXAMPLES + ".");
        }
    }

    /** Returns it in the largest unit that has no remainder, which Spring, Camel and {@link #parse} read alike: {@code 90m}. */
    public static String write(Duration duration) {
        if (duration.toNanosPart() % 1_000_000 != 0) {
            return duration.toString();
        }
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 != 0 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    private static Duration read(String text) {
        Matcher tiny = TINY.matcher(text);
        if (tiny.matches()) {
            long count = Long.parseLong(tiny.group(1));
            return Duration.ofNanos(tiny.group(2).equals("us") ? Math.multiplyExact(count, 1000) : count);
        }
        Matcher parts = PARTS.matcher(text);
        Duration read = parts.matches()
                ? Duration.ofDays(number(parts, 1))
                        .plusHours(number(parts, 2))
                        .plusMinutes(number(parts, 3))
                        .plusSeconds(number(parts, 4))
                        .plusMillis(number(parts, 5))
                : Duration.parse(text);
        read.toMillis(); // throws for what no clock counts
        return read;
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }
}
