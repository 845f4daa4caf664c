package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.usecases.satisfaction.Breakdown;
import dev.aftertalk.usecases.satisfaction.Comment;
import dev.aftertalk.usecases.satisfaction.Dimension;
import dev.aftertalk.usecases.satisfaction.SatisfactionReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that a dashboard shows. Public for the templates.
 *
 * @param before the same for the days before, of the same length up to the same time of day
 * @param choices all projects and channels there are to filter by, whatever is chosen now
 * @param comments the newest, for those who may read them
 * @param at when that was
 */
public record Figures(
        SatisfactionReport report,
        SatisfactionReport before,
        Map<Dimension, Breakdown> breakdowns,
        Map<Dimension, Breakdown> choices,
        List<Comment> comments,
        Instant at) {

    /** Whether nothing happened in the time. */
    public boolean empty() {
        return report.csat().responses() == 0
                && report.nps().responses() == 0
                && report.comments() == 0
                && report.conversations().closed() == 0;
    }

    /** @param by a {@link Dimension} in small letters */
    public List<Breakdown.Row> rows(String by) {
        return breakdowns.get(Dimension.of(by)).rows();
    }
}
