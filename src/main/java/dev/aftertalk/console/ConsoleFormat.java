package dev.aftertalk.console;

import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Writes figures and times as the reader of the console does, in the time zone of this server. Public for the templates. */
public final class ConsoleFormat {

    private static final long KB = 1024;

    private final Locale locale;
    private final Instant now;
    private final DateTimeFormatter times;
    private final DateTimeFormatter seconds;

    ConsoleFormat(Locale locale, Instant now) {
        this.locale = locale;
        this.now = now;
        ZoneId zone = ZoneId.systemDefault();
        times = DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
                .withLocale(locale)
                .withZone(zone);
        seconds = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.MEDIUM)
                .withLocale(locale)
                .withZone(zone);
    }

    public String count(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** The time of the day, to the second. */
    public String time(Instant time) {
        return times.format(time);
    }

    /** Day and time, to the second. */
    public String second(Instant time) {
        return seconds.format(time);
    }

    /** How long ago that was, in the largest unit that is at least one: {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 2 d}. */
    public String age(Instant time) {
        Duration age = Duration.between(time, now);
        if (age.toDays() > 0) {
            return count(age.toDays()) + (isFrench() ? "\u00a0j" : "\u00a0d");
        }
        if (age.toHours() > 0) {
            return age.toHours() + "\u00a0h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "\u00a0min" : Math.max(0, age.toSeconds()) + "\u00a0s";
    }

    /** A share from 0 to 1: {@code 99.9 %}; less than all is never shown as all. */
    public String percent(double share) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(1);
        format.setRoundingMode(RoundingMode.DOWN);
        return format.format(share);
    }

    /** A duration in milliseconds: {@code 4.2 ms}, {@code 1.3 s}. */
    public String millis(double millis) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        boolean inSeconds = millis >= 1000;
        format.setMaximumFractionDigits(inSeconds || millis < 10 ? 1 : 0);
        return format.format(inSeconds ? millis / 1000 : millis) + (inSeconds ? "\u00a0s" : "\u00a0ms");
    }

    /** A size in bytes: {@code 512 MB}, {@code 1.5 GB}. */
    public String size(long bytes) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(1);
        boolean inGiga = bytes >= KB * KB * KB;
        double shown = (double) bytes / (inGiga ? KB * KB * KB : KB * KB);
        String unit = inGiga ? isFrench() ? "Go" : "GB" : isFrench() ? "Mo" : "MB";
        return format.format(inGiga ? shown : Math.floor(shown)) + "\u00a0" + unit;
    }

    private boolean isFrench() {
        return locale.getLanguage().equals("fr");
    }
}
