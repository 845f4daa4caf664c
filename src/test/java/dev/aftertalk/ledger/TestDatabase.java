package dev.aftertalk.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A database with the ledger's tables, and a look into it beside the ledger. */
public final class TestDatabase implements AutoCloseable {

    /** What PostgreSQL knows the connections by that do not belong to a ledger. */
    static final String OBSERVER = "observer";

    private final String url;
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final HikariDataSource pool;
    private final HikariDataSource observer;

    private TestDatabase(String url, String vendor) {
        this.url = url;
        this.pool = newPool(url);
        this.observer = vendor.equals("postgresql") ? pool(OBSERVER) : newPool(url);
    }

    public static TestDatabase sqlite(Path folder) {
        return new TestDatabase(Schema.sqlite(folder.resolve("aftertalk.db")), "sqlite");
    }

    public static TestDatabase postgres() {
        return new TestDatabase(Schema.postgres(), "postgresql");
    }

    public String url() {
        return url;
    }

    public DataSource dataSource() {
        return pool;
    }

    /** Connections PostgreSQL knows by this name. */
    HikariDataSource pool(String applicationName) {
        return newPool(url + "&ApplicationName=" + applicationName);
    }

    private HikariDataSource newPool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(1000);
        HikariDataSource opened = new HikariDataSource(config);
        pools.add(opened);
        return opened;
    }

    /** The only value of the only row. */
    public long count(String sql, Object... values) {
        return ((Number) rows(sql, values).get(0).values().iterator().next()).longValue();
    }

    /** A run as stored. */
    public Map<String, Object> run(String eventId, String workflow) {
        List<Map<String, Object>> rows = rows(
                "SELECT r.*, e.event_id FROM run r JOIN event e ON e.seq = r.event_seq WHERE e.event_id = ? AND r.workflow = ?",
                eventId,
                workflow);
        return rows.isEmpty() ? Map.of("state", "none") : rows.get(0);
    }

    public List<Map<String, Object>> rows(String sql, Object... values) {
        try (Connection connection = observer.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<Map<String, Object>> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Map<String, Object> values1 = new LinkedHashMap<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        values1.put(row.getMetaData().getColumnLabel(i), row.getObject(i));
                    }
                    rows.add(values1);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void execute(String sql) {
        try (Connection connection = observer.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
    }
}
