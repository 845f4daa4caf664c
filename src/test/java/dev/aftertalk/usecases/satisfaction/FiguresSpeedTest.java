package dev.aftertalk.usecases.satisfaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million answers of 500,000 conversations in 90 days, two operators each: every figure over all of it within a second, in either
 * database. It takes minutes: {@code ./mvnw test -Dtest=FiguresSpeedTest -Dspeed=true}.
 */
@EnabledIfSystemProperty(named = "speed", matches = "true")
class FiguresSpeedTest {

    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final long NOW = Instant.parse("2026-03-31T00:00:00Z").toEpochMilli();
    private static final ExecutorService BESIDE = Executors.newFixedThreadPool(2);
    private static final String AT = NOW + " - (i * 7919 % 500000) * 15552";

    @Test
    void answersWithinASecondOnSqlite(@TempDir Path folder) {
        try (SatisfactionDatabase database = SatisfactionDatabase.sqlite(folder)) {
            seed(database);
            measure("SQLite", database);
        }
    }

    @Test
    void answersWithinASecondOnPostgres() {
        try (SatisfactionDatabase database = SatisfactionDatabase.postgres()) {
            seed(database);
            vacuum(database);
            measure("PostgreSQL", database);
        }
    }

    /** As autovacuum does in time: what another transaction might still not see is left for the next round. */
    private static void vacuum(SatisfactionDatabase database) {
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            database.sql.sql("VACUUM ANALYZE").update();
            return database.sql
                            .sql(
                                    "SELECT count(*) FROM pg_class WHERE relname = 'operator_answer' AND relallvisible = relpages")
                            .query(Long.class)
                            .single()
                    == 1;
        });
    }

    private static void seed(SatisfactionDatabase database) {
        String all =
                "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 500000) ";
        for (String sql : List.of(
                "INSERT INTO conversation (conversation_id, project_id, channel, started_at, pushed_at, closed_at, responded) "
                        + all
                        + "SELECT 'c' || i, 1 + i % 3, CASE i % 5 WHEN 0 THEN 'CALL' WHEN 1 THEN 'WHATSAPP' ELSE 'CHAT' END, "
                        + AT + " - 600000, " + AT + " - 600000, " + AT + ", 1 FROM n",
                "INSERT INTO satisfaction_answer (conversation_id, question, score, source, project_id, channel, created_at, event_id)"
                        + " SELECT conversation_id, 'customerSatisfaction', 1 + closed_at / 7 % 5, 'iadvize', project_id, channel,"
                        + " closed_at, conversation_id FROM conversation",
                "INSERT INTO satisfaction_answer (conversation_id, question, score, comment, source, project_id, channel, created_at, event_id)"
                        + " SELECT conversation_id, CASE closed_at / 15552 / 5 % 5 WHEN 0 THEN 'satisfactionComment' ELSE 'netPromoterScore' END,"
                        + " CASE closed_at / 15552 / 5 % 5 WHEN 0 THEN 1 ELSE closed_at / 7 % 11 END, 'fine', 'iadvize', project_id, channel,"
                        + " closed_at, conversation_id FROM conversation",
                // One of them, a bot, has a part in everything.
                "INSERT INTO conversation_operator (conversation_id, operator_id, project_id, channel, closed_at, responded)"
                        + " SELECT conversation_id, CAST(closed_at / 15552 % 60 AS TEXT), project_id, channel, closed_at, 1 FROM conversation"
                        + " UNION ALL SELECT conversation_id, 'bot', project_id, channel, closed_at, 1 FROM conversation",
                "INSERT INTO operator_answer SELECT a.conversation_id, a.question, o.operator_id, a.score, a.created_at, a.project_id, a.channel"
                        + " FROM satisfaction_answer a JOIN conversation_operator o ON o.conversation_id = a.conversation_id")) {
            database.sql.sql(sql).update();
        }
    }

    private static void measure(String name, SatisfactionDatabase database) {
        Period year = database.reports.period("2026-01-01", "2026-12-31", "day");
        List<String> slow = new ArrayList<>();
        for (Filter filter : List.of(
                Filter.NONE,
                new Filter(1L, null, null),
                new Filter(null, "CHAT", null),
                new Filter(null, null, "bot"),
                new Filter(null, null, "7"),
                new Filter(1L, "CHAT", "bot"))) {
            time(name + " report " + filter, slow, () -> assertThat(
                            database.reports.report(year, filter).csat().responses())
                    .isPositive());
            for (Dimension by : Dimension.values()) {
                time(name + " by " + by + " " + filter, slow, () -> assertThat(
                                database.reports.breakdown(by, year, filter).rows())
                        .isNotEmpty());
            }
            time(name + " all that the dashboard shows " + filter, slow, () -> dashboard(database, filter));
            time(name + " comments " + filter, slow, () -> assertThat(database.reports.comments(year, filter, 200))
                    .hasSize(200));
        }
        AtomicLong exported = new AtomicLong();
        Duration export =
                took(() -> database.reports.eachAnswer(year, Filter.NONE, answer -> exported.incrementAndGet()));
        System.out.printf("%5d ms  %s to export %s answers%n", export.toMillis(), name, exported);
        long all = database.sql
                .sql("SELECT count(*) FROM satisfaction_answer WHERE created_at >= ?")
                .param(SatisfactionFigures.millis(year.from()))
                .query(Long.class)
                .single();
        assertThat(exported).hasValue(all);
        assertThat(slow).isEmpty();
    }

    /** What a dashboard of 90 days asks for at once: what can be chosen and, where that doesn't tell, what is. */
    private static void dashboard(SatisfactionDatabase database, Filter filter) {
        Period days = database.reports.period("2026-01-01", "2026-03-31", "day");
        Period before = new Period(days.from().minusDays(90), days.to().minusDays(90), Granularity.MONTH);
        List<CompletableFuture<Breakdown>> breakdowns = new ArrayList<>();
        for (Dimension by : Dimension.values()) {
            breakdowns.add(counting(database, by, days, filter.without(by)));
        }
        if (filter.operator() != null) {
            breakdowns.add(counting(database, Dimension.OPERATOR, days, filter));
        }
        assertThat(database.reports.report(days, filter).csat().responses()).isPositive();
        database.reports.report(before, filter);
        assertThat(database.reports.comments(days, filter, 20)).hasSize(20);
        breakdowns.forEach(breakdown -> assertThat(breakdown.join().rows()).isNotEmpty());
    }

    private static CompletableFuture<Breakdown> counting(
            SatisfactionDatabase database, Dimension by, Period days, Filter filter) {
        return CompletableFuture.supplyAsync(() -> database.reports.breakdown(by, days, filter), BESIDE);
    }

    private static void time(String what, List<String> slow, Runnable work) {
        Duration cold = took(work);
        Duration took = took(work);
        System.out.printf("%5d ms, %5d ms at first  %s%n", took.toMillis(), cold.toMillis(), what);
        if (took.compareTo(LONGEST) > 0) {
            slow.add(what + " " + took.toMillis() + " ms");
        }
    }

    private static Duration took(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
