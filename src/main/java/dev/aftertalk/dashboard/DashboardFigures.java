package dev.aftertalk.dashboard;

import dev.aftertalk.satisfaction.Breakdown;
import dev.aftertalk.satisfaction.Comment;
import dev.aftertalk.satisfaction.Dimension;
import dev.aftertalk.satisfaction.Granularity;
import dev.aftertalk.satisfaction.Period;
import dev.aftertalk.satisfaction.SatisfactionReport;
import dev.aftertalk.satisfaction.SatisfactionReports;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The figures of a view, counted once however many look at it, and anew only once something has changed. */
@Component
class DashboardFigures {

    private static final int COMMENTS = 20;

    private final SatisfactionReports reports;

    /** Few threads, so that views that nobody asked for before don't take all connections to the database. */
    private final ExecutorService beside = Executors.newFixedThreadPool(2, work -> {
        Thread thread = new Thread(work, "dashboard-figures");
        thread.setDaemon(true);
        return thread;
    });

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

    /**
     * What can be filtered by: all there is, whatever is chosen now. Counted beside the figures where these don't tell.
     *
     * @return by dimension; each to be asked once the figures are there
     */
    Map<Dimension, Supplier<List<Breakdown.Row>>> choices(View view) {
        Map<Dimension, Supplier<List<Breakdown.Row>>> choices = new EnumMap<>(Dimension.class);
        for (Dimension by : Dimension.values()) {
            if (view.of(by) == null) {
                choices.put(by, () -> of(view).breakdowns().get(by).rows());
            } else {
                CompletableFuture<Breakdown> counting = CompletableFuture.supplyAsync(
                        () -> reports.breakdown(by, period(view), view.filter().without(by)), beside);
                choices.put(by, () -> counted(counting).rows());
            }
        }
        return choices;
    }

    private Figures count(View view) {
        Period period = period(view);
        Period before =
                new Period(period.from().minusDays(view.days()), period.to().minusDays(view.days()), Granularity.MONTH);
        Map<Dimension, CompletableFuture<Breakdown>> counting = new EnumMap<>(Dimension.class);
        for (Dimension by : Dimension.values()) {
            counting.put(by, CompletableFuture.supplyAsync(() -> reports.breakdown(by, period, view.filter()), beside));
        }
        SatisfactionReport report = reports.report(period, view.filter());
        SatisfactionReport earlier = reports.report(before, view.filter());
        List<Comment> comments = reports.comments(period, view.filter(), COMMENTS);
        Map<Dimension, Breakdown> breakdowns = new EnumMap<>(Dimension.class);
        counting.forEach((by, breakdown) -> breakdowns.put(by, counted(breakdown)));
        return new Figures(report, earlier, breakdowns, comments, Instant.now());
    }

    private static Breakdown counted(CompletableFuture<Breakdown> breakdown) {
        try {
            return breakdown.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
