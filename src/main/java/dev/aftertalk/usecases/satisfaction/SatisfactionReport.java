package dev.aftertalk.usecases.satisfaction;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * The answer of {@code GET /api/satisfaction}; nothing in it tells who answered. Figures nobody answered for are null.
 *
 * @param to the moment after the last that is counted
 * @param project null: all of them; so are channel and operator
 * @param comments how many comments with text were written
 * @param responseRate of the conversations that closed in the time, the percentage whose visitor rated them, whenever that was
 */
public record SatisfactionReport(
        OffsetDateTime from,
        OffsetDateTime to,
        String timeZone,
        Long project,
        String channel,
        String operator,
        String granularity,
        Csat csat,
        Nps nps,
        CustomQuestion customQuestion,
        long comments,
        Conversations conversations,
        Double responseRate,
        List<Part> trend) {

    /**
     * Customer satisfaction as iAdvize counts it.
     *
     * @param score percentage of the answers 4 and 5
     * @param average from 1 to 5
     */
    public record Csat(Double score, Double average, long responses, Map<Integer, Long> distribution) {}

    /**
     * Net promoter score.
     *
     * @param score percentage of promoters (9 and 10) minus percentage of detractors (0 to 6)
     */
    public record Nps(
            Double score,
            long promoters,
            long passives,
            long detractors,
            long responses,
            Map<Integer, Long> distribution) {}

    public record CustomQuestion(long yes, long no) {}

    /**
     * @param closed in the time asked for
     * @param live now, whatever the time asked for
     */
    public record Conversations(long closed, long live) {}

    /**
     * A part of the time asked for.
     *
     * @param responses answers to customerSatisfaction
     */
    public record Part(OffsetDateTime from, OffsetDateTime to, Double csat, Double nps, long responses) {}
}
