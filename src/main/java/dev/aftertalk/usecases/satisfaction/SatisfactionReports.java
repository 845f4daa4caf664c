package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.time.MachineClock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The satisfaction figures for whoever shows them, in the time zone of the settings. */
@Component
public class SatisfactionReports {

    private final SatisfactionFigures figures;
    private final SatisfactionBreakdowns breakdowns;
    private final SatisfactionComments comments;
    private final SatisfactionAnswers answers;
    private final SatisfactionSettings settings;

    SatisfactionReports(
            SatisfactionFigures figures,
            SatisfactionBreakdowns breakdowns,
            SatisfactionComments comments,
            SatisfactionAnswers answers,
            SatisfactionSettings settings) {
        this.figures = figures;
        this.breakdowns = breakdowns;
        this.comments = comments;
        this.answers = answers;
        this.settings = settings;
    }

    /**
     * Reads the time that figures are asked for; null is the default: the last seven days up to now, by the day.
     *
     * @param to a day counts to its end
     * @throws IllegalArgumentException for what can't be read, in words for the caller
     */
    public Period period(String from, String to, String granularity) {
        return Period.of(
                from, to, granularity, settings.zone(), MachineClock.get().instant());
    }

    /** Where a day begins and ends. */
    public ZoneId zone() {
        return settings.zone();
    }

    /** Another number than before, when answers or conversations were written since, by whatever node. */
    public long version() {
        return answers.version();
    }

    /** Hands over each answer of the time, oldest first, without having many of them in memory. */
    public void eachAnswer(Period period, Filter filter, Consumer<GivenAnswer> taker) {
        answers.each(period, filter, taker);
    }

    /** @throws IllegalArgumentException when the period has too many parts, in words for the caller */
    public SatisfactionReport report(Period period, Filter filter) {
        List<ZonedDateTime> cuts = period.cuts();
        List<AnswerCounts> parts = figures.answers(cuts, filter);
        AnswerCounts all = new AnswerCounts();
        parts.forEach(all::addAll);
        SatisfactionFigures.Closed closed = figures.closed(period.from(), period.to(), filter);
        return new SatisfactionReport(
                period.from().toOffsetDateTime(),
                period.to().toOffsetDateTime(),
                settings.zone().getId(),
                filter.project(),
                filter.channel(),
                filter.operator(),
                period.granularity().toString(),
                all.csat(),
                all.nps(),
                all.customQuestion(),
                all.comments(),
                new SatisfactionReport.Conversations(
                        closed.all(), figures.live(MachineClock.get().instant(), filter)),
                AnswerCounts.percentage(closed.rated(), closed.all()),
                trend(cuts, parts));
    }

    /** The figures of each project, channel or operator; its rows also tell which there are to filter by. */
    public Breakdown breakdown(Dimension by, Period period, Filter filter) {
        return new Breakdown(
                period.from().toOffsetDateTime(),
                period.to().toOffsetDateTime(),
                settings.zone().getId(),
                by.toString(),
                breakdowns.rows(by, period, filter, MachineClock.get().instant()));
    }

    /** The newest comments of the time, newest first, no more than {@code most}. */
    public List<Comment> comments(Period period, Filter filter, int most) {
        return comments.newest(period, filter, most);
    }

    private static List<SatisfactionReport.Part> trend(List<ZonedDateTime> cuts, List<AnswerCounts> parts) {
        List<SatisfactionReport.Part> trend = new ArrayList<>();
        for (int n = 0; n < parts.size(); n++) {
            SatisfactionReport.Csat csat = parts.get(n).csat();
            trend.add(new SatisfactionReport.Part(
                    cuts.get(n).toOffsetDateTime(),
                    cuts.get(n + 1).toOffsetDateTime(),
                    csat.score(),
                    parts.get(n).nps().score(),
                    csat.responses()));
        }
        return trend;
    }
}
