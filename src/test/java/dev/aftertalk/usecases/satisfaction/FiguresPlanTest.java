package dev.aftertalk.usecases.satisfaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures are asked for again and again while a dashboard is open: none of them may read whole tables. */
class FiguresPlanTest {

    @Test
    void countsFromTheIndexesAlone(@TempDir Path folder) {
        try (SatisfactionDatabase database = SatisfactionDatabase.sqlite(folder)) {
            for (Filter filter : List.of(Filter.NONE, new Filter(1L, null, null), new Filter(1L, "CHAT", null))) {
                assertThat(plan(database, SatisfactionFigures.answersSql(2, filter)))
                        .anyMatch(step -> step.contains("SEARCH a USING COVERING INDEX satisfaction_answer_time"
                                + " (question=? AND score=? AND created_at>? AND created_at<?"))
                        .noneMatch(step -> step.contains("SCAN a") || step.contains("TEMP B-TREE"));
                assertThat(plan(database, SatisfactionFigures.closedSql(filter)))
                        .containsExactly(
                                "SEARCH conversation USING COVERING INDEX conversation_closed (closed_at>? AND closed_at<?)");
                assertThat(plan(database, SatisfactionFigures.liveSql(filter)))
                        .containsExactly("SEARCH conversation USING INDEX conversation_live (pushed_at>?)");
            }
        }
    }

    @Test
    void countsOneOperatorFromTheIndexesAlone(@TempDir Path folder) {
        try (SatisfactionDatabase database = SatisfactionDatabase.sqlite(folder)) {
            for (Filter filter : List.of(new Filter(null, null, "1"), new Filter(1L, "CHAT", "1"))) {
                assertThat(plan(database, SatisfactionFigures.answersSql(2, filter)))
                        .anyMatch(step -> step.contains("SEARCH a USING COVERING INDEX operator_answer_time"
                                + " (operator_id=? AND question=? AND score=? AND created_at>? AND created_at<?"))
                        .noneMatch(step -> step.contains("SCAN a") || step.contains("TEMP B-TREE"));
                assertThat(plan(database, SatisfactionFigures.closedSql(filter)))
                        .containsExactly(
                                "SEARCH conversation_operator USING COVERING INDEX conversation_operator_closed"
                                        + " (operator_id=? AND responded=? AND closed_at>? AND closed_at<?)");
            }
        }
    }

    @Test
    void breaksDownWithoutReadingOtherTimes(@TempDir Path folder) {
        try (SatisfactionDatabase database = SatisfactionDatabase.sqlite(folder)) {
            for (Filter filter : List.of(Filter.NONE, new Filter(1L, "CHAT", "1"))) {
                assertThat(plan(database, BreakdownSql.operatorAnswers(filter)))
                        .anyMatch(step -> step.contains("SEARCH a USING COVERING INDEX operator_answer_time"
                                + " (operator_id=? AND question=? AND score=? AND created_at>? AND created_at<?"))
                        .noneMatch(step -> step.matches("SCAN (a|operator_answer)\\b.*"));
                assertThat(plan(database, BreakdownSql.operatorClosed(filter)))
                        .filteredOn(step -> step.contains(
                                "conversation_operator_closed (operator_id=? AND responded=? AND closed_at>?"))
                        .hasSize(1);
                for (Dimension by : List.of(Dimension.PROJECT, Dimension.CHANNEL)) {
                    assertThat(plan(database, BreakdownSql.answers(by, filter)))
                            .noneMatch(step -> step.contains("SCAN satisfaction") || step.contains("SCAN operator"))
                            .filteredOn(step -> step.contains("COVERING INDEX")
                                    && step.contains("question=? AND score=? AND created_at>? AND created_at<?"))
                            .hasSize(BreakdownSql.kinds());
                }
                assertThat(plan(database, SatisfactionComments.sql(filter)))
                        .anyMatch(step -> step.contains("question=? AND score=? AND created_at>? AND created_at<?"))
                        .noneMatch(step -> step.startsWith("SCAN t"));
            }
        }
    }

    private static List<String> plan(SatisfactionDatabase database, String sql) {
        int values = sql.length() - sql.replace("?", "").length();
        List<Object> any = Collections.nCopies(values, 1);
        return database.sql
                .sql("EXPLAIN QUERY PLAN " + sql)
                .params(any)
                .query((row, n) -> row.getString("detail"))
                .list();
    }
}
