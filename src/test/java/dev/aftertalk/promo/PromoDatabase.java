package dev.aftertalk.promo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A database with the product's tables, and the beans of a node on it. */
final class PromoDatabase implements AutoCloseable {

    static {
        // Each statement, logged, would be most of what is measured.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
    }

    private final HikariDataSource pool;
    private final JdbcClient client;

    private PromoDatabase(String url, String vendor) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.addDataSourceProperty("busy_timeout", "10000"); // as in the product's application.properties
        config.setMinimumIdle(0);
        pool = new HikariDataSource(config);
        client = JdbcClient.create(pool);
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/migration/" + vendor)
                .load()
                .migrate();
    }

    static PromoDatabase sqlite(Path folder) {
        PromoDatabase database = new PromoDatabase("jdbc:sqlite:" + folder.resolve("aftertalk.db"), "sqlite");
        database.client().sql("PRAGMA journal_mode = WAL").query(String.class).single(); // as the ledger does
        return database;
    }

    static PromoDatabase postgres() {
        return new PromoDatabase(TestPostgres.newDatabase(), "postgresql");
    }

    HikariDataSource dataSource() {
        return pool;
    }

    JdbcClient client() {
        return client;
    }

    PromoStore store() {
        return new PromoStore(client, new JdbcTransactionManager(pool));
    }

    CodePool pool() {
        return new CodePool(client, new JdbcTransactionManager(pool));
    }

    /** A node with these campaigns. */
    PromoCodes codes(PromoSettings settings, Clock clock) {
        return new PromoCodes(new Campaigns(settings), store(), settings, new Shortages(), clock);
    }

    PromoCodes codes(PromoSettings settings) {
        return codes(settings, Clock.systemUTC());
    }

    static PromoSettings settings(Map<String, PromoSettings.CampaignSettings> campaigns) {
        return new PromoSettings(Duration.ofMillis(200), ZoneId.of("UTC"), Locale.ENGLISH, campaigns);
    }

    static PromoSettings.CampaignSettings csv(Path folder, Integer maximum) {
        return new PromoSettings.CampaignSettings(
                PromoSettings.Source.CSV, folder, null, null, "10 %", null, null, maximum);
    }

    static PromoSettings.CampaignSettings pattern(String pattern, Integer maximum) {
        return new PromoSettings.CampaignSettings(
                PromoSettings.Source.PATTERN, null, null, pattern, null, null, null, maximum);
    }

    /** Fills the pool of a campaign. */
    void fill(String campaign, int from, int count) {
        List<CodePool.Line> lines = java.util.stream.IntStream.range(from, from + count)
                .mapToObj(i -> new CodePool.Line(i, "C-%07d".formatted(i)))
                .toList();
        for (int i = 0; i < lines.size(); i += 500) {
            pool().add(campaign, 1, lines.subList(i, Math.min(lines.size(), i + 500)));
        }
    }

    long count(String sql) {
        return client.sql(sql).query(Long.class).single();
    }

    @Override
    public void close() {
        pool.close();
    }
}
