package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.time.MachineClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the answers one by one. A day after the other and a page after the other, each by a short statement of its own: whoever takes them
 * may be slow, and a statement that is open for long keeps the database from tidying up.
 */
@Component
class SatisfactionAnswers {

    private static final int PAGE = 2_000;

    // Naming every question and score has the time found in satisfaction_answer_time or operator_answer_time.
    private static final String ANSWERS =
            """
            SELECT a.created_at, a.conversation_id, a.question, t.score, t.comment, a.project_id, a.channel
            FROM %s a JOIN satisfaction_answer t ON t.conversation_id = a.conversation_id AND t.question = a.question
            WHERE a.question IN ('customerSatisfaction', 'netPromoterScore', 'satisfactionComment', 'customQuestion')
              AND a.score IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) AND a.created_at >= ? AND a.created_at < ?%s
              AND (a.created_at > ? OR a.conversation_id > ? OR a.conversation_id = ? AND a.question > ?)
            ORDER BY a.created_at, a.conversation_id, a.question LIMIT ?""";

    private final JdbcClient database;
    private final SatisfactionSettings settings;

    SatisfactionAnswers(JdbcClient database, SatisfactionSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    long version() {
        return ChangeCounter.version(database);
    }

    void each(Period period, Filter filter, Consumer<GivenAnswer> taker) {
        ZonedDateTime next = period.from();
        // A click is never in the future by more than clocks differ.
        ZonedDateTime end = Collections.min(List.of(
                period.to(),
                ZonedDateTime.now(MachineClock.get().withZone(settings.zone())).plusDays(1)));
        while (next.isBefore(end)) {
            ZonedDateTime begin = next;
            next = Collections.min(List.of(end, Granularity.DAY.next(Granularity.DAY.begin(begin))));
            eachOfDay(SatisfactionFigures.millis(begin), SatisfactionFigures.millis(next), filter, taker);
        }
    }

    private void eachOfDay(long from, long to, Filter filter, Consumer<GivenAnswer> taker) {
        List<GivenAnswer> page = List.of();
        do {
            GivenAnswer last = page.isEmpty() ? null : page.get(page.size() - 1);
            page = page(last, from, to, filter);
            page.forEach(taker);
        } while (page.size() == PAGE);
    }

    private List<GivenAnswer> page(GivenAnswer last, long begin, long to, Filter filter) {
        long from = last == null ? begin : last.at().toInstant().toEpochMilli();
        List<Object> values = new ArrayList<>(filter.operatorAndOthersAfter(List.of(from, to)));
        String conversation = last == null ? "" : last.conversationId();
        values.addAll(List.of(from, conversation, conversation, last == null ? "" : last.question(), PAGE));
        return database.sql(sql(filter)).params(values).query(this::answer).list();
    }

    static String sql(Filter filter) {
        String conditions = (SatisfactionFigures.ofOperator(filter) + filter.conditions()).replace(" AND ", " AND a.");
        return ANSWERS.formatted(filter.operator() == null ? "satisfaction_answer" : "operator_answer", conditions);
    }

    private GivenAnswer answer(ResultSet row, int number) throws SQLException {
        Question question = Question.ofField(row.getString("question")).orElseThrow();
        long project = row.getLong("project_id");
        Long projectId = row.wasNull() ? null : project;
        return new GivenAnswer(
                Instant.ofEpochMilli(row.getLong("created_at"))
                        .atZone(settings.zone())
                        .toOffsetDateTime(),
                row.getString("conversation_id"),
                projectId,
                row.getString("channel"),
                question.field(),
                question.value(row.getInt("score"), row.getString("comment")));
    }
}
