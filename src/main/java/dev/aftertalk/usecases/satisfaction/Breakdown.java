package dev.aftertalk.usecases.satisfaction;

import java.time.OffsetDateTime;
import java.util.List;

/**
 * The figures of a time for each project, channel or operator that has any, the one with most conversations first. A conversation with
 * several operators counts for each of them.
 */
public record Breakdown(OffsetDateTime from, OffsetDateTime to, String timeZone, String by, List<Row> rows) {

    /** The same with the row of one of them alone; without any where it has no figures. */
    public Breakdown only(String id) {
        return new Breakdown(
                from,
                to,
                timeZone,
                by,
                rows.stream().filter(row -> id.equals(row.id())).toList());
    }

    /**
     * The figures of one of them, as in {@link SatisfactionReport}; null where nobody answered.
     *
     * @param id number of the project, the channel, or id of the operator; null: the conversations of which it is not known
     * @param name null when it is not known
     * @param responses answers to customerSatisfaction
     * @param closed conversations that closed in the time
     * @param live conversations that are going on now
     */
    public record Row(
            String id,
            String name,
            Double csat,
            Double nps,
            long responses,
            long closed,
            long live,
            Double responseRate) {}
}
