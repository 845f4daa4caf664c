package dev.aftertalk.text;

import dev.aftertalk.time.MachineClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.Message;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/**
 * How long another system asks us to stay away: the header {@code Retry-After} (RFC 9110 10.2.3) in its forms, and as servers write it:
 * with a fraction, with more digits than a number has, or several times, of which the longest counts.
 */
public final class RetryAfter {

    private static final String NAME = "Retry-After";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int MOST_DIGITS = 9;
    private static final Pattern SECONDS = Pattern.compile("\\+?0*(\\d+)(\\.\\d+)?");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final DateTimeFormatter OF_ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

    private RetryAfter() {}

    /** Null when the answer has none that we understand; a year at most. */
    public static Duration of(Message answer) {
        Object given = answer.getHeader(NAME);
        return given instanceof Iterable<?> several
                ? longest(StreamSupport.stream(several.spliterator(), false).map(each -> of(String.valueOf(each))))
                : of(answer.getHeader(NAME, String.class));
    }

    /** Null for null, and for what we don't understand; a year at most. */
    public static Duration of(String value) {
        if (value == null) {
            return null;
        }
        Duration one = one(value.strip());
        return one == null && value.indexOf(',') >= 0 // by a proxy that makes one line of several
                ? longest(Arrays.stream(value.split(",")).map(part -> seconds(part.strip())))
                : one;
    }

    /** Empty when the answer does not say that there were too many calls (RFC 6585 4), and for how long none is taken; a year at most. */
    public static Optional<Duration> tooMany(HttpResponse answer) {
        Header given = answer.getFirstHeader(NAME);
        return answer.getCode() == TOO_MANY_REQUESTS && given != null
                ? Optional.ofNullable(of(given.getValue()))
                : Optional.empty();
    }

    private static Duration one(String value) {
        Duration seconds = seconds(value);
        return seconds == null ? until(value) : seconds;
    }

    private static Duration seconds(String value) {
        Matcher number = SECONDS.matcher(value);
        if (!number.matches()) {
            return null;
        }
        if (number.group(1).length() > MOST_DIGITS) {
            return LONGEST;
        }
        return bounded(Duration.ofSeconds(Long.parseLong(number.group(1)) + (number.group(2) == null ? 0 : 1)));
    }

    private static Duration until(String date) {
        Instant at = instant(date);
        return at == null ? null : bounded(Duration.between(MachineClock.get().instant(), at));
    }

    /** The library knows the oldest of the three forms by name and can't make an instant of it, since it names no zone. */
    private static Instant instant(String date) {
        try {
            Instant at = DateUtils.parseStandardDate(date);
            return at != null
                    ? at
                    : LocalDateTime.parse(BLANKS.matcher(date).replaceAll(" "), OF_ASCTIME)
                            .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }

    private static Duration longest(Stream<Duration> all) {
        return all.filter(Objects::nonNull).max(Duration::compareTo).orElse(null);
    }
}
