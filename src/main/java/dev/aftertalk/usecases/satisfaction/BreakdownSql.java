package dev.aftertalk.usecases.satisfaction;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The statements of {@link SatisfactionBreakdowns}. Each reads the answers or conversations of the time asked for from indexes alone, never
 * those of other times.
 */
final class BreakdownSql {

    private static final Question[] QUESTIONS = {Question.CUSTOMER_SATISFACTION, Question.NET_PROMOTER_SCORE};

    private static final String ANSWERS_OF_ONE_SCORE =
            """
            SELECT %1$s, '%2$s', %3$d, count(*) FROM %4$s
            WHERE question = '%2$s' AND score = %3$d AND created_at >= ? AND created_at < ?%5$s GROUP BY %1$s""";

    private static final String CLOSED =
            """
            SELECT %1$s, responded, count(*) FROM %2$s
            WHERE closed_at IS NOT NULL AND closed_at >= ? AND closed_at < ?%3$s GROUP BY %1$s, responded""";

    private static final String LIVE =
            "SELECT %1$s, count(*) FROM conversation WHERE " + SatisfactionFigures.IS_LIVE + "%2$s GROUP BY %1$s";

    // Finds the operators by jumping through the index: between them lie the answers of years.
    private static final String OPERATORS =
            """
            WITH RECURSIVE one (id) AS (
              SELECT min(operator_id) FROM %1$s WHERE %2$s
              UNION ALL
              SELECT (SELECT min(t.operator_id) FROM %1$s t WHERE t.operator_id > one.id AND %2$s) FROM one WHERE one.id IS NOT NULL)""";

    private static final String OPERATOR_ANSWERS =
            """
            %s, kind (question, score) AS (VALUES %s)
            SELECT one.id, kind.question, kind.score,
              (SELECT count(*) FROM operator_answer a WHERE a.operator_id = one.id AND a.question = kind.question
               AND a.score = kind.score AND a.created_at >= ? AND a.created_at < ?%s)
            FROM one CROSS JOIN kind WHERE one.id IS NOT NULL%s""";

    private static final String OPERATOR_CLOSED =
            """
            %1$s, kind (responded) AS (VALUES (0), (1))
            SELECT one.id, kind.responded,
              (SELECT count(*) FROM conversation_operator o WHERE o.operator_id = one.id AND o.responded = kind.responded
               AND o.closed_at IS NOT NULL AND o.closed_at >= ? AND o.closed_at < ?%2$s)
            FROM one CROSS JOIN kind WHERE one.id IS NOT NULL%3$s""";

    private static final String OPERATOR_LIVE =
            """
            SELECT o.operator_id, count(*) FROM (SELECT conversation_id FROM conversation WHERE %s%s) c
            JOIN conversation_operator o ON o.conversation_id = c.conversation_id WHERE 1 = 1%s GROUP BY o.operator_id""";

    private BreakdownSql() {}

    static int kinds() {
        return (int) scores().count();
    }

    /** Wants for each of {@link #kinds()} begin, end and the filter's values with the operator. */
    static String answers(Dimension by, Filter filter) {
        // One score after the other: SQLite then has little to sort at a time.
        return kindsOf(ANSWERS_OF_ONE_SCORE, by, filter);
    }

    /** Counts the rated and the others; wants begin, end and the filter's values with the operator. */
    static String closed(Dimension by, Filter filter) {
        return CLOSED.formatted(
                by.column, SatisfactionFigures.closedTable(filter), SatisfactionFigures.closedConditions(filter));
    }

    /** Wants the values of what is live and the filter's values with the operator. */
    static String live(Dimension by, Filter filter) {
        return LIVE.formatted(by.column, SatisfactionFigures.tookPart(filter) + filter.conditions());
    }

    /** Wants begin, end, the filter's values and its operator, if there is one. */
    static String operatorAnswers(Filter filter) {
        String kinds = scores().map(kind -> "('" + kind.question().field() + "', " + kind.score() + ")")
                .collect(Collectors.joining(", "));
        return OPERATOR_ANSWERS.formatted(
                OPERATORS.formatted("operator_answer", "1 = 1"), kinds, filter.conditions(), thatOne(filter));
    }

    /** Counts the rated and the others; wants begin, end, the filter's values and its operator, if there is one. */
    static String operatorClosed(Filter filter) {
        return OPERATOR_CLOSED.formatted(
                OPERATORS.formatted("conversation_operator", "closed_at IS NOT NULL"),
                filter.conditions(),
                thatOne(filter));
    }

    /** Wants the values of what is live, the filter's values and its operator, if there is one. */
    static String operatorLive(Filter filter) {
        return OPERATOR_LIVE.formatted(
                SatisfactionFigures.IS_LIVE,
                filter.conditions(),
                filter.operator() == null ? "" : " AND o.operator_id = ?");
    }

    private static String thatOne(Filter filter) {
        return filter.operator() == null ? "" : " AND one.id = ?";
    }

    private static String kindsOf(String sql, Dimension by, Filter filter) {
        String table = filter.operator() == null ? "satisfaction_answer" : "operator_answer";
        String conditions = SatisfactionFigures.ofOperator(filter) + filter.conditions();
        return scores().map(kind -> sql.formatted(by.column, kind.question().field(), kind.score(), table, conditions))
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    private static Stream<Kind> scores() {
        return Stream.of(QUESTIONS).flatMap(question -> IntStream.rangeClosed(question.lowest(), question.highest())
                .mapToObj(score -> new Kind(question, score)));
    }

    private record Kind(Question question, int score) {}
}
