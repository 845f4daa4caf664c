package dev.aftertalk.usecases.promo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A database with the product's tables, and the beans of nodes on it. Only the ledgers' connections can write: on SQLite any other one
 * would stand in the ledger's way.
 */
final class PromoDatabase implements AutoCloseable {

    static {
        // Each statement, logged, would be most of what is measured.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
    }

    private final String url;
    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final JdbcClient client;
    private final List<Ledger> ledgers = new ArrayList<>();
    private final LedgerWrites writes;

    private PromoDatabase(String url, String readOnly) {
        this.url = url;
        writing = pool(url, null);
        writes = node();
        reading = pool(url, readOnly);
        client = JdbcClient.create(reading);
    }

    static PromoDatabase sqlite(Path folder) {
        return new PromoDatabase(Schema.sqlite(folder.resolve("aftertalk.db")), "PRAGMA query_only = ON");
    }

    static PromoDatabase postgres() {
        return new PromoDatabase(Schema.postgres(), "SET default_transaction_read_only = on");
    }

    private static HikariDataSource pool(String url, String sqlOfEachConnection) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.addDataSourceProperty("busy_timeout", "10000"); // as in the product's application.properties
        config.setMinimumIdle(0);
        config.setConnectionInitSql(sqlOfEachConnection);
        return new HikariDataSource(config);
    }

    /** What another node on this database writes by. */
    LedgerWrites node() {
        Ledger ledger = new Ledger(
                writing,
                "node-" + ledgers.size(),
                new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(250), Duration.ofSeconds(30)));
        ledgers.add(ledger);
        return ledger;
    }

    String url() {
        return url;
    }

    JdbcClient client() {
        return client;
    }

    LedgerWrites writes() {
        return writes;
    }

    CodePool pool() {
        return new CodePool(client, writes);
    }

    /** A node with these campaigns. */
    PromoCodes codes(PromoSettings settings, Clock clock, LedgerWrites node) {
        return new PromoCodes(new Campaigns(settings), new PromoStore(client, node), settings, new Shortages(), clock);
    }

    PromoCodes codes(PromoSettings settings, Clock clock) {
        return codes(settings, clock, writes);
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
        ledgers.forEach(Ledger::close);
        writing.close();
        reading.close();
    }
}
