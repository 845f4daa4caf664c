package dev.aftertalk.ledger.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.metrics.StoredFigures.Figure;
import dev.aftertalk.testing.Schema;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.Tags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The figures of a ledger with a long history: they must be right, and must not read it. */
class LedgerFiguresTest {

    private static final int HISTORY = Integer.getInteger("history", 100_000);
    private static final String NUMBERS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + HISTORY + ") ";

    @TempDir
    Path folder;

    private HikariDataSource pool;
    private JdbcTemplate database;

    @AfterEach
    void close() {
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void readsWhatIsUnfinishedAndNotTheHistory(String vendor) {
        open(vendor);
        fill();
        Stream.of(Backlogs.WAITING, Backlogs.RETRYING, Backlogs.RUNNING, Backlogs.DEAD)
                .forEach(sql -> assertThat(plan(vendor, sql))
                        .as(sql)
                        .containsPattern("run_(due|order|retrying|exclusive|unresolved)")
                        .doesNotContain("Seq Scan", "SCAN run\n"));
        // However many wait, none of their rows is read.
        assertThat(plan(vendor, Backlogs.WAITING))
                .containsPattern("COVERING INDEX run_due|Index Only Scan using run_due");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void tellsTheStatesApartAndTheAgeOfTheOldest(String vendor) {
        open(vendor);
        fill();
        long now = System.currentTimeMillis();
        run(1, "late", "queued", now - 60_000, now - 60_000);
        run(2, "late", "queued", now + 60_000, now + 60_000);
        run(3, "late", "retrying", now + 300_000, now - 7_200_000);
        run(4, "late", "running", now - 1000, now - 1000);
        run(5, "later", "queued", now + 60_000, now + 60_000);
        LedgerSettings settings =
                new LedgerSettings(Duration.ofSeconds(5), 100, Duration.ofMillis(250), Duration.ofSeconds(30));
        try (Ledger ledger = new Ledger(pool, "node", settings)) {
            ledger.subscribe("idle", 1, run -> {});
            List<Figure> figures = new LedgerFigures(pool, new Backlogs(pool), ledger).read();
            assertThat(value(figures, "aftertalk.backlog.runs", "late", "queued"))
                    .isEqualTo(2);
            assertThat(value(figures, "aftertalk.backlog.runs", "late", "retrying"))
                    .isEqualTo(1);
            assertThat(value(figures, "aftertalk.backlog.runs", "late", "running"))
                    .isEqualTo(1);
            assertThat(age(figures, "late")).isBetween(7200.0, 7260.0);
            assertThat(age(figures, "later")).isZero();
            assertThat(value(figures, "aftertalk.backlog.runs", "idle", "queued"))
                    .isZero();
            assertThat(value(figures, "aftertalk.untaken.runs", "late", null))
                    .as("no route works on it here")
                    .isEqualTo(3);
            assertThat(value(figures, "aftertalk.untaken.runs", "mail", null)).isZero();
            ledger.subscribe("late", 1, run -> {});
            assertThat(value(
                            new LedgerFigures(pool, new Backlogs(pool), ledger).read(),
                            "aftertalk.untaken.runs",
                            "late",
                            null))
                    .as("a route that is suspended")
                    .isZero();
            assertThat(value(figures, "aftertalk.dead.runs", "mail", null)).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void countsTheServersThatWorkWhateverThisOnesClockShows(String vendor) {
        open(vendor);
        LedgerSettings settings =
                new LedgerSettings(Duration.ofSeconds(5), 100, Duration.ofMillis(250), Duration.ofSeconds(30));
        try (Ledger ledger = new Ledger(pool, "node", settings)) {
            database.update(
                    "INSERT INTO node (node, host, lease_until) VALUES ('other', 'h', ?)",
                    System.currentTimeMillis() + 60_000);
            database.update("INSERT INTO node (node, host, lease_until) VALUES ('gone', 'h', 1)");
            double before = nodes(ledger);
            MachineClock.step(Duration.ofHours(2));

            assertThat(nodes(ledger)).isEqualTo(before).isPositive();
        } finally {
            MachineClock.step(Duration.ZERO);
        }
    }

    private double nodes(Ledger ledger) {
        return new LedgerFigures(pool, new Backlogs(pool), ledger)
                .read().stream()
                        .filter(figure -> figure.name().equals("aftertalk.nodes"))
                        .findFirst()
                        .orElseThrow()
                        .value();
    }

    private void open(String vendor) {
        pool = new HikariDataSource();
        pool.setJdbcUrl(vendor.equals("sqlite") ? Schema.sqlite(folder.resolve("a.db")) : Schema.postgres());
        pool.setMaximumPoolSize(4);
        database = new JdbcTemplate(pool);
    }

    private void fill() {
        String body = isSqlite() ? "x'00'" : "'\\x00'::bytea";
        database.execute("INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body) "
                + NUMBERS + "SELECT i, 'e' || i, 't', i, i, 'webhook', " + body + " FROM n");
        database.execute(
                "INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at) "
                        + NUMBERS
                        + "SELECT i, 'mail', CASE WHEN i <= 7 THEN 'dead' ELSE 'done' END, 'c' || i, i, 1, i, i FROM n");
    }

    private boolean isSqlite() {
        return pool.getJdbcUrl().startsWith("jdbc:sqlite:");
    }

    private void run(long seq, String workflow, String state, long due, long firstDue) {
        database.update(
                "INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at)"
                        + " VALUES (?, ?, ?, ?, ?, 1, ?, ?)",
                seq,
                workflow,
                state,
                "k" + seq,
                seq,
                due,
                firstDue);
    }

    /** Before and after PostgreSQL has counted its rows. */
    private String plan(String vendor, String sql) {
        if (vendor.equals("sqlite")) {
            return explain("EXPLAIN QUERY PLAN ", sql, "detail");
        }
        String before = explain("EXPLAIN ", sql, "QUERY PLAN");
        database.execute("ANALYZE");
        return before + explain("EXPLAIN ", sql, "QUERY PLAN");
    }

    private String explain(String prefix, String sql, String column) {
        return String.join("\n", database.query(prefix + sql, (row, n) -> row.getString(column))) + "\n";
    }

    private static double age(List<Figure> figures, String workflow) {
        return value(figures, "aftertalk.backlog.oldest.age.seconds", workflow, null);
    }

    private static double value(List<Figure> figures, String name, String workflow, String state) {
        Tags tags = Tags.of("workflow", workflow);
        Tags all = state == null ? tags : tags.and("state", state);
        return figures.stream()
                .filter(figure -> figure.name().equals(name) && figure.tags().equals(all))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
