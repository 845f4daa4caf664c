package dev.aftertalk.usecases.satisfaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts for each project, channel or operator, and gives them their names. */
@Component
class SatisfactionBreakdowns {

    private final JdbcClient database;
    private final SatisfactionSettings settings;

    SatisfactionBreakdowns(JdbcClient database, SatisfactionSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** Whoever has an answer or a closed conversation in the time, or a live one now; most conversations first. */
    List<Breakdown.Row> rows(Dimension by, Period period, Filter filter, Instant now) {
        Map<String, Sums> sums = new HashMap<>(); // null is what is not known
        List<Object> time = List.of(SatisfactionFigures.millis(period.from()), SatisfactionFigures.millis(period.to()));
        List<Object> live = SatisfactionFigures.liveSince(now, settings);
        if (by == Dimension.OPERATOR) {
            List<Object> once = filter.after(time);
            answers(BreakdownSql.operatorAnswers(filter), withOperator(once, filter), sums);
            closed(BreakdownSql.operatorClosed(filter), withOperator(once, filter), sums);
            live(BreakdownSql.operatorLive(filter), withOperator(filter.after(live), filter), sums);
        } else {
            List<Object> once = filter.operatorAndOthersAfter(time);
            List<Object> all = Collections.nCopies(BreakdownSql.kinds(), once).stream()
                    .flatMap(List::stream)
                    .toList();
            answers(BreakdownSql.answers(by, filter), all, sums);
            closed(BreakdownSql.closed(by, filter), once, sums);
            live(BreakdownSql.live(by, filter), filter.operatorAndOthersAfter(live), sums);
        }
        Map<String, String> names = names(by);
        return sums.entrySet().stream()
                .filter(one -> one.getValue().any())
                .map(one -> one.getValue().row(one.getKey(), names.get(one.getKey())))
                .sorted(Comparator.comparingLong(
                                (Breakdown.Row row) -> -Math.max(row.closed() + row.live(), row.responses()))
                        .thenComparing(row -> row.id() == null ? "" : row.id()))
                .toList();
    }

    private void answers(String sql, List<Object> values, Map<String, Sums> sums) {
        database.sql(sql).params(values).query(row -> {
            Question question = Question.ofField(row.getString(2)).orElseThrow();
            of(row.getString(1), sums).answers.add(question, row.getInt(3), row.getLong(4));
        });
    }

    private void closed(String sql, List<Object> values, Map<String, Sums> sums) {
        database.sql(sql).params(values).query(row -> {
            Sums one = of(row.getString(1), sums);
            one.closed += row.getLong(3);
            one.rated += row.getLong(2) * row.getLong(3);
        });
    }

    private void live(String sql, List<Object> values, Map<String, Sums> sums) {
        database.sql(sql).params(values).query(row -> {
            of(row.getString(1), sums).live = row.getLong(2);
        });
    }

    private Map<String, String> names(Dimension by) {
        Map<String, String> names = new HashMap<>();
        if (by != Dimension.CHANNEL) {
            Name.Kind kind = by == Dimension.PROJECT ? Name.Kind.PROJECT : Name.Kind.OPERATOR;
            database.sql("SELECT %s, name FROM %s".formatted(kind.column, kind.table))
                    .query(row -> {
                        names.put(row.getString(1), row.getString(2));
                    });
        }
        return names;
    }

    private static List<Object> withOperator(List<Object> values, Filter filter) {
        List<Object> all = new ArrayList<>(values);
        if (filter.operator() != null) {
            all.add(filter.operator());
        }
        return all;
    }

    private static Sums of(String id, Map<String, Sums> sums) {
        return sums.computeIfAbsent(id, any -> new Sums());
    }

    private static final class Sums {

        private final AnswerCounts answers = new AnswerCounts();
        private long closed;
        private long rated;
        private long live;

        boolean any() {
            return closed > 0
                    || live > 0
                    || answers.csat().responses() > 0
                    || answers.nps().responses() > 0;
        }

        Breakdown.Row row(String id, String name) {
            SatisfactionReport.Csat csat = answers.csat();
            return new Breakdown.Row(
                    id,
                    name,
                    csat.score(),
                    answers.nps().score(),
                    csat.responses(),
                    closed,
                    live,
                    AnswerCounts.percentage(rated, closed));
        }
    }
}
