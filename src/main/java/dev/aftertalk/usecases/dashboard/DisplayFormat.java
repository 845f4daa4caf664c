package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.usecases.satisfaction.Breakdown;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Writes figures and times as the reader of the page does. Public for the templates. */
public final class DisplayFormat {

    /** In place of a figure nobody answered for. */
    private static final String NONE = "–";

    private final Locale locale;
    private final ZoneId zone;

    DisplayFormat(Locale locale, ZoneId zone) {
        this.locale = locale;
        this.zone = zone;
    }

    public String percent(Double figure) {
        return figure == null ? NONE : decimal(figure) + unit();
    }

    /** What stands behind a percentage, with the space that the language wants before it. */
    public String unit() {
        return locale.getLanguage().equals("fr") ? "\u202f%" : "%";
    }

    /** To one decimal. */
    public String decimal(Double figure) {
        return figure == null ? NONE : tenths().format(rounded(figure));
    }

    /** With its sign, as net promoter scores are written. */
    public String signed(Double figure) {
        if (figure == null) {
            return NONE;
        }
        BigDecimal rounded = rounded(figure);
        return (rounded.signum() > 0 ? "+" : rounded.signum() < 0 ? "−" : "") + tenths().format(rounded.abs());
    }

    /** How much more that is now; null when one of the two is not known. */
    public Double change(Double now, Double before) {
        return now == null || before == null
                ? null
                : rounded(now).subtract(rounded(before)).doubleValue();
    }

    public String count(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    public String time(Instant time) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
                .withLocale(locale)
                .format(time.atZone(zone));
    }

    public String minute(OffsetDateTime time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .format(time.atZoneSameInstant(zone));
    }

    public String day(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .format(day);
    }

    /** The begin of a part of a trend, as short as its length allows. */
    public String part(OffsetDateTime begin, String granularity) {
        String pattern =
                switch (granularity) {
                    case "hour" -> "H:mm";
                    case "month" -> "MMM yyyy";
                    default -> locale.getLanguage().equals("fr") ? "d MMM" : "MMM d";
                };
        return DateTimeFormatter.ofPattern(pattern, locale).format(begin.atZoneSameInstant(zone));
    }

    /** What a project, channel or operator is called in the figures, or else its id. */
    public String name(Figures figures, String by, String id) {
        return figures.rows(by).stream()
                .filter(row -> id.equals(row.id()))
                .map(row -> label(row, by))
                .findFirst()
                .orElse(id);
    }

    public String label(Breakdown.Row row, String by) {
        if (row.name() != null) {
            return row.name();
        }
        return by.equals("channel") ? channel(row.id()) : row.id();
    }

    /** {@code FACEBOOK_BUSINESS} as Facebook business; short ones are abbreviations. */
    public String channel(String code) {
        return code.length() < 4
                ? code
                : code.charAt(0) + code.substring(1).replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    public String zone() {
        return zone.getId();
    }

    private NumberFormat tenths() {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(1);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format;
    }

    private static BigDecimal rounded(double figure) {
        return BigDecimal.valueOf(figure).setScale(1, RoundingMode.HALF_UP);
    }
}
