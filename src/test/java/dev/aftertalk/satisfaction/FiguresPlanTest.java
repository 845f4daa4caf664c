package dev.aftertalk.satisfaction;

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
            for (Long project : new Long[] {null, 1L}) {
                assertThat(plan(database, SatisfactionFigures.answersSql(2, project)))
                        .anyMatch(step -> step.contains("SEARCH a USING COVERING INDEX satisfaction_answer_time"
                                + " (question=? AND score=? AND created_at>? AND created_at<?"))
                        .noneMatch(step -> step.contains("SCAN a") || step.contains("TEMP B-TREE"));
                assertThat(plan(database, SatisfactionFigures.closedSql(project)))
                        .containsExactly(
                                "SEARCH conversation USING COVERING INDEX conversation_closed (closed_at>? AND closed_at<?)");
                assertThat(plan(database, SatisfactionFigures.liveSql(project)))
                        .containsExactly("SEARCH conversation USING INDEX conversation_live (pushed_at>?)");
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
