package dev.aftertalk.usecases.satisfaction;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what is stored. The database does the counting, each number from a piece of one index. */
@Component
class SatisfactionFigures {

    static final String KINDS = Stream.of(Question.values())
            .flatMap(q ->
                    IntStream.rangeClosed(q.lowest(), q.highest()).mapToObj(s -> "('" + q.field() + "', " + s + ")"))
            .collect(Collectors.joining(", "));

    // For each part of the time and each possible answer, the length of a stretch of satisfaction_answer_time or
    // operator_answer_time.
    private static final String ANSWERS =
            """
            WITH part (n, begins, ends) AS (VALUES %s), kind (question, score) AS (VALUES %s)
            SELECT part.n, kind.question, kind.score,
              (SELECT count(*) FROM %s a
               WHERE a.question = kind.question AND a.score = kind.score AND a.created_at >= part.begins AND a.created_at < part.ends%s)
            FROM part CROSS JOIN kind""";

    private static final String CLOSED =
            """
            SELECT count(*), coalesce(sum(responded), 0) FROM %s
            WHERE closed_at IS NOT NULL AND closed_at >= ? AND closed_at < ?""";

    // What never closes is not live for ever: on the site for less long than elsewhere.
    static final String IS_LIVE =
            """
            closed_at IS NULL AND pushed_at IS NOT NULL AND pushed_at > ?
              AND pushed_at > CASE WHEN channel NOT IN ('CHAT', 'CALL', 'VIDEO') THEN ? ELSE ? END""";

    private static final String LIVE = "SELECT count(*) FROM conversation WHERE " + IS_LIVE;

    private static final String TOOK_PART = " AND EXISTS (SELECT 1 FROM conversation_operator o"
            + " WHERE o.conversation_id = conversation.conversation_id AND o.operator_id = ?)";

    private final JdbcClient database;
    private final SatisfactionSettings settings;

    SatisfactionFigures(JdbcClient database, SatisfactionSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** How often each answer was given between each two of these moments. */
    List<AnswerCounts> answers(List<ZonedDateTime> cuts, Filter filter) {
        List<AnswerCounts> parts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int n = 0; n + 1 < cuts.size(); n++) {
            parts.add(new AnswerCounts());
            values.add(n);
            values.add(millis(cuts.get(n)));
            values.add(millis(cuts.get(n + 1)));
        }
        database.sql(answersSql(parts.size(), filter))
                .params(filter.operatorAndOthersAfter(values))
                .query(row -> {
                    Question question = Question.ofField(row.getString(2)).orElseThrow();
                    parts.get(row.getInt(1)).add(question, row.getInt(3), row.getLong(4));
                });
        return parts;
    }

    /** The conversations that ended between the two moments. */
    Closed closed(ZonedDateTime from, ZonedDateTime to, Filter filter) {
        return database.sql(closedSql(filter))
                .params(filter.operatorAndOthersAfter(List.of(millis(from), millis(to))))
                .query((row, n) -> new Closed(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** How many conversations are going on. */
    long live(Instant now, Filter filter) {
        return database.sql(liveSql(filter))
                .params(filter.operatorAndOthersAfter(liveSince(now, settings)))
                .query(Long.class)
                .single();
    }

    /** The values of {@link #IS_LIVE}. */
    static List<Object> liveSince(Instant now, SatisfactionSettings settings) {
        long onsite = now.minus(settings.liveMaxAge()).toEpochMilli();
        long offsite = now.minus(settings.liveMaxAgeOffsite()).toEpochMilli();
        return List.of(Math.min(onsite, offsite), offsite, onsite);
    }

    static String answersSql(int parts, Filter filter) {
        return ANSWERS.formatted(
                String.join(", ", Collections.nCopies(parts, "(?, ?, ?)")),
                KINDS,
                filter.operator() == null ? "satisfaction_answer" : "operator_answer",
                ofOperator(filter) + filter.conditions());
    }

    static String closedSql(Filter filter) {
        return CLOSED.formatted(closedTable(filter)) + closedConditions(filter);
    }

    static String closedTable(Filter filter) {
        return filter.operator() == null ? "conversation" : "conversation_operator";
    }

    static String closedConditions(Filter filter) {
        // Naming all values of responded lets conversation_operator_closed be searched by the time, which comes after
        // it.
        return (filter.operator() == null ? "" : " AND operator_id = ? AND responded IN (0, 1)") + filter.conditions();
    }

    static String liveSql(Filter filter) {
        return LIVE + tookPart(filter) + filter.conditions();
    }

    static String ofOperator(Filter filter) {
        return filter.operator() == null ? "" : " AND operator_id = ?";
    }

    static String tookPart(Filter filter) {
        return filter.operator() == null ? "" : TOOK_PART;
    }

    static long millis(ZonedDateTime time) {
        return time.toInstant().toEpochMilli();
    }

    /**
     * Conversations that ended.
     *
     * @param rated those whose visitor gave a customerSatisfaction
     */
    record Closed(long all, long rated) {}
}
