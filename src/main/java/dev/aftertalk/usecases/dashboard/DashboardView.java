package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.usecases.satisfaction.Dimension;
import dev.aftertalk.usecases.satisfaction.Filter;
import dev.aftertalk.usecases.satisfaction.Granularity;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.util.UriUtils;

/**
 * What the address of a dashboard asks for, so that sending the address shows others the same. Public for the templates.
 *
 * @param from first day
 * @param to last day
 */
public record DashboardView(DashboardPeriod span, LocalDate from, LocalDate to, Filter filter, boolean wall) {

    private static final int MOST_YEARS = 50;
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 2);

    /** @throws BadView for what can't be read */
    static DashboardView of(Map<String, String> asked, LocalDate today) {
        Filter filter = filter(asked);
        boolean wall = asked.containsKey("wall") && !"false".equals(asked.get("wall"));
        String range = text(asked, "range");
        boolean days = text(asked, "from") != null || text(asked, "to") != null;
        String wanted = range == null ? days ? DashboardPeriod.CUSTOM.code() : DashboardPeriod.WEEK.code() : range;
        DashboardPeriod span = DashboardPeriod.of(wanted).orElseThrow(() -> new BadView("range"));
        if (span != DashboardPeriod.CUSTOM) {
            return new DashboardView(span, today, today, filter, wall).on(today);
        }
        LocalDate from = day(text(asked, "from"));
        LocalDate to = text(asked, "to") == null ? today : day(text(asked, "to"));
        if (from.isAfter(to)) {
            throw new BadView("order");
        }
        if (ChronoUnit.YEARS.between(from, to) >= MOST_YEARS) {
            throw new BadView("long");
        }
        return new DashboardView(span, from, to, filter, wall);
    }

    /** The same on that day: a range up to now ends with it. */
    DashboardView on(LocalDate today) {
        return span == DashboardPeriod.CUSTOM
                ? this
                : new DashboardView(span, today.minusDays(span.days - 1L), today, filter, wall);
    }

    /** What is shown when nothing is asked for. */
    static DashboardView standard(LocalDate today) {
        return of(Map.of(), today);
    }

    Granularity granularity() {
        long days = days();
        if (days == 1) {
            return Granularity.HOUR;
        }
        if (days <= 92) {
            return Granularity.DAY;
        }
        return days <= 2 * 366 ? Granularity.WEEK : Granularity.MONTH;
    }

    public long days() {
        return ChronoUnit.DAYS.between(from, to) + 1;
    }

    /** What is filtered by, as text; null is all. */
    String of(Dimension dimension) {
        return switch (dimension) {
            case PROJECT -> filter.project() == null ? null : filter.project().toString();
            case CHANNEL -> filter.channel();
            case OPERATOR -> filter.operator();
        };
    }

    /** @param dimension in small letters */
    public String of(String dimension) {
        return of(Dimension.of(dimension));
    }

    /** The address of the same with something else; an empty value leaves that out. */
    public String with(String name, String value) {
        Map<String, String> parameters = parameters();
        parameters.put(name, value);
        if (name.equals("range")) {
            parameters.remove("from");
            parameters.remove("to");
        }
        return parameters.entrySet().stream()
                .filter(parameter ->
                        parameter.getValue() != null && !parameter.getValue().isEmpty())
                .map(parameter ->
                        parameter.getKey() + "=" + UriUtils.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** All that the address holds. */
    public String query() {
        return with("range", span.code()) + (span == DashboardPeriod.CUSTOM ? "&from=" + from + "&to=" + to : "");
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("range", span.code());
        if (span == DashboardPeriod.CUSTOM) {
            parameters.put("from", from.toString());
            parameters.put("to", to.toString());
        }
        for (Dimension dimension : Dimension.values()) {
            parameters.put(dimension.toString(), of(dimension));
        }
        return parameters;
    }

    private static Filter filter(Map<String, String> asked) {
        try {
            return Filter.of(asked.get("project"), asked.get("channel"), asked.get("operator"));
        } catch (IllegalArgumentException e) {
            throw new BadView("filter");
        }
    }

    private static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text == null ? "" : text);
            if (!day.isBefore(FIRST) && day.getYear() < 9999) {
                return day;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new BadView("days");
    }

    private static String text(Map<String, String> asked, String name) {
        String value = asked.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
