package dev.aftertalk.usecases.satisfaction;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the newest comments, from the end of an index, with the scores of their conversations. */
@Component
class SatisfactionComments {

    private static final int LONGEST = 5000;

    private static final String COMMENTS =
            """
            SELECT a.created_at, a.conversation_id, a.project_id, a.channel, c.score AS csat, n.score AS nps,
              substr(t.comment, 1, %d) AS comment, length(t.comment) AS size
            FROM (SELECT conversation_id, created_at, project_id, channel FROM %s
              WHERE question = 'satisfactionComment' AND score = 1 AND created_at >= ? AND created_at < ?%s
              ORDER BY created_at DESC, conversation_id DESC LIMIT ?) a
            JOIN satisfaction_answer t ON t.conversation_id = a.conversation_id AND t.question = 'satisfactionComment' AND t.comment <> ''
            LEFT JOIN satisfaction_answer c ON c.conversation_id = a.conversation_id AND c.question = 'customerSatisfaction'
            LEFT JOIN satisfaction_answer n ON n.conversation_id = a.conversation_id AND n.question = 'netPromoterScore'
            ORDER BY a.created_at DESC, a.conversation_id DESC""";

    private final JdbcClient database;
    private final SatisfactionSettings settings;

    SatisfactionComments(JdbcClient database, SatisfactionSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** The newest of the time, newest first, no more than {@code most}. */
    List<Comment> newest(Period period, Filter filter, int most) {
        List<Object> values = filter.operatorAndOthersAfter(
                List.of(SatisfactionFigures.millis(period.from()), SatisfactionFigures.millis(period.to())));
        values.add(most);
        return database.sql(sql(filter))
                .params(values)
                .query((row, n) -> new Comment(
                        Instant.ofEpochMilli(row.getLong("created_at"))
                                .atZone(settings.zone())
                                .toOffsetDateTime(),
                        row.getString("conversation_id"),
                        number(row.getObject("project_id")) == null ? null : row.getLong("project_id"),
                        row.getString("channel"),
                        number(row.getObject("csat")),
                        number(row.getObject("nps")),
                        row.getString("comment") + (row.getLong("size") > LONGEST ? "…" : "")))
                .list();
    }

    static String sql(Filter filter) {
        return COMMENTS.formatted(
                LONGEST,
                filter.operator() == null ? "satisfaction_answer" : "operator_answer",
                SatisfactionFigures.ofOperator(filter) + filter.conditions());
    }

    private static Integer number(Object column) {
        return column == null ? null : ((Number) column).intValue();
    }
}
