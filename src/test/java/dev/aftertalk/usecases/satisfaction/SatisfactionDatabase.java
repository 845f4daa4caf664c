package dev.aftertalk.usecases.satisfaction;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database with the product's tables, and what stores and counts in it. */
final class SatisfactionDatabase implements AutoCloseable {

    static final SatisfactionSettings SETTINGS =
            new SatisfactionSettings("Europe/Paris", Duration.ofSeconds(60), Duration.ofHours(24), Duration.ofDays(7));

    final JdbcClient sql;
    final SatisfactionStore store;
    final SatisfactionFigures figures;
    final SatisfactionReports reports;
    private final HikariDataSource pool;
    private final Ledger ledger;

    private SatisfactionDatabase(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(10);
        pool = new HikariDataSource(config);
        sql = JdbcClient.create(pool);
        ledger = new Ledger(
                pool,
                "test",
                new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(250), Duration.ofSeconds(30)));
        store = new SatisfactionStore(sql, ledger);
        figures = new SatisfactionFigures(sql, SETTINGS);
        reports = new SatisfactionReports(
                figures,
                new SatisfactionBreakdowns(sql, SETTINGS),
                new SatisfactionComments(sql, SETTINGS),
                new SatisfactionAnswers(sql, SETTINGS),
                SETTINGS);
    }

    static SatisfactionDatabase sqlite(Path folder) {
        return new SatisfactionDatabase(Schema.sqlite(folder.resolve("aftertalk.db")));
    }

    static SatisfactionDatabase postgres() {
        return new SatisfactionDatabase(Schema.postgres());
    }

    /** Stores answers as if an event had brought them. */
    void answer(String conversation, String eventId, long createdAt, Answer... answers) {
        store.store(new Answers(eventId, "iadvize", conversation, 1L, createdAt, List.of(answers)));
    }

    static Answer rating(int score) {
        return new Answer(Question.CUSTOMER_SATISFACTION, score, null);
    }

    @Override
    public void close() {
        ledger.close();
        pool.close();
    }
}
