package dev.aftertalk.dashboard;

import dev.aftertalk.satisfaction.Breakdown;
import dev.aftertalk.satisfaction.Dimension;
import dev.aftertalk.satisfaction.Filter;
import dev.aftertalk.satisfaction.Granularity;
import dev.aftertalk.satisfaction.Period;
import dev.aftertalk.satisfaction.SatisfactionReports;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The figures of a view, counted once however many look at it, and anew only once something has changed. */
@Component
class DashboardFigures {

    private static final int COMMENTS = 20;

    private final SatisfactionReports reports;
    private final Shared<View, Figures> shared;

    DashboardFigures(SatisfactionReports reports) {
        this.reports = reports;
        this.shared = new Shared<>(reports::version, this::count);
    }

    LocalDate today() {
        return LocalDate.now(reports.zone());
    }

    Figures of(View view) {
        return shared.get(new View(view.span(), view.from(), view.to(), view.filter(), false));
    }

    Period period(View view) {
        String to = view.span() == Span.CUSTOM ? view.to().toString() : null;
        return reports.period(view.from().toString(), to, view.granularity().toString());
    }

    /** Who can be filtered by: all there are, whoever is chosen now. */
    List<Breakdown.Row> choices(View view, Dimension by) {
        if (view.of(by) == null) {
            return of(view).breakdowns().get(by).rows();
        }
        Filter filter = view.filter();
        Filter others = new Filter(
                by == Dimension.PROJECT ? null : filter.project(),
                by == Dimension.CHANNEL ? null : filter.channel(),
                by == Dimension.OPERATOR ? null : filter.operator());
        return reports.breakdown(by, period(view), others).rows();
    }

    private Figures count(View view) {
        Period period = period(view);
        Period before =
                new Period(period.from().minusDays(view.days()), period.to().minusDays(view.days()), Granularity.MONTH);
        Map<Dimension, Breakdown> breakdowns = new EnumMap<>(Dimension.class);
        for (Dimension by : Dimension.values()) {
            breakdowns.put(by, reports.breakdown(by, period, view.filter()));
        }
        return new Figures(
                reports.report(period, view.filter()),
                reports.report(before, view.filter()),
                breakdowns,
                reports.comments(period, view.filter(), COMMENTS),
                Instant.now());
    }
}
