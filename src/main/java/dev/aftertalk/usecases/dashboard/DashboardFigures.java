package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.scheduling.Schedulers;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.usecases.satisfaction.Breakdown;
import dev.aftertalk.usecases.satisfaction.Comment;
import dev.aftertalk.usecases.satisfaction.Dimension;
import dev.aftertalk.usecases.satisfaction.Filter;
import dev.aftertalk.usecases.satisfaction.Granularity;
import dev.aftertalk.usecases.satisfaction.Period;
import dev.aftertalk.usecases.satisfaction.SatisfactionReport;
import dev.aftertalk.usecases.satisfaction.SatisfactionReports;
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
    private final ExecutorService beside = Executors.newFixedThreadPool(2, Schedulers.threads("dashboard-figures"));

    private final CoalescingCache<DashboardView, Figures> shared;

    DashboardFigures(SatisfactionReports reports) {
        this.reports = reports;
        this.shared = new CoalescingCache<>(reports::version, this::count);
    }

    LocalDate today() {
        return LocalDate.now(MachineClock.get().withZone(reports.zone()));
    }

    Figures of(DashboardView view) {
        return shared.get(new DashboardView(view.span(), view.from(), view.to(), view.filter(), false));
    }

    Period period(DashboardView view) {
        String to = view.span() == DashboardPeriod.CUSTOM ? view.to().toString() : null;
        return reports.period(view.from().toString(), to, view.granularity().toString());
    }

    /**
     * What can be filtered by: all there is, whatever is chosen now. Counted beside the figures where these don't tell.
     *
     * @return by dimension; each to be asked once the figures are there
     */
    Map<Dimension, Supplier<List<Breakdown.Row>>> choices(DashboardView view) {
        Map<Dimension, Supplier<List<Breakdown.Row>>> choices = new EnumMap<>(Dimension.class);
        choices.put(
                Dimension.PROJECT,
                () -> of(view).choices().get(Dimension.PROJECT).rows());
        choices.put(
                Dimension.CHANNEL,
                () -> of(view).choices().get(Dimension.CHANNEL).rows());
        if (view.of(Dimension.OPERATOR) == null) {
            choices.put(
                    Dimension.OPERATOR,
                    () -> of(view).breakdowns().get(Dimension.OPERATOR).rows());
        } else {
            CompletableFuture<Breakdown> operators =
                    counting(Dimension.OPERATOR, period(view), view.filter().without(Dimension.OPERATOR));
            choices.put(Dimension.OPERATOR, () -> counted(operators).rows());
        }
        return choices;
    }

    private Figures count(DashboardView view) {
        Period period = period(view);
        Period before =
                new Period(period.from().minusDays(view.days()), period.to().minusDays(view.days()), Granularity.MONTH);
        CompletableFuture<Breakdown> projects =
                counting(Dimension.PROJECT, period, view.filter().without(Dimension.PROJECT));
        CompletableFuture<Breakdown> channels =
                counting(Dimension.CHANNEL, period, view.filter().without(Dimension.CHANNEL));
        CompletableFuture<Breakdown> operators = counting(Dimension.OPERATOR, period, view.filter());
        SatisfactionReport report = reports.report(period, view.filter());
        SatisfactionReport earlier = reports.report(before, view.filter());
        List<Comment> comments = reports.comments(period, view.filter(), COMMENTS);
        Map<Dimension, Breakdown> choices =
                Map.of(Dimension.PROJECT, counted(projects), Dimension.CHANNEL, counted(channels));
        // A conversation has one project and one channel, so what is chosen is one row of them; but several operators.
        Map<Dimension, Breakdown> breakdowns = new EnumMap<>(Dimension.class);
        choices.forEach((by, all) -> breakdowns.put(by, view.of(by) == null ? all : all.only(view.of(by))));
        breakdowns.put(Dimension.OPERATOR, counted(operators));
        return new Figures(
                report,
                earlier,
                breakdowns,
                choices,
                comments,
                MachineClock.get().instant());
    }

    private CompletableFuture<Breakdown> counting(Dimension by, Period period, Filter filter) {
        return CompletableFuture.supplyAsync(() -> reports.breakdown(by, period, filter), beside);
    }

    private static Breakdown counted(CompletableFuture<Breakdown> breakdown) {
        try {
            return breakdown.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
