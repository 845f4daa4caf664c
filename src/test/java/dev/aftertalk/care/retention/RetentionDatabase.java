package dev.aftertalk.care.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.ledger.EventParser;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database with all the product's tables, whatever they are, and a ledger that writes to it. */
final class RetentionDatabase implements AutoCloseable {

    private final String url;
    private final boolean sqlite;
    private final HikariDataSource pool;
    private final Ledger ledger;

    private RetentionDatabase(String url, String vendor) {
        this.url = url;
        this.sqlite = vendor.equals("sqlite");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.addDataSourceProperty("busy_timeout", "10000"); // as in the product's application.properties
        config.setMinimumIdle(0);
        pool = new HikariDataSource(config);
        ledger = new Ledger(
                pool,
                "node-a",
                new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(250), Duration.ofSeconds(30)));
    }

    static RetentionDatabase sqlite(Path folder) {
        return new RetentionDatabase(Schema.sqlite(folder.resolve("aftertalk.db")), "sqlite");
    }

    static RetentionDatabase postgres() {
        return new RetentionDatabase(Schema.postgres(), "postgresql");
    }

    String url() {
        return url;
    }

    boolean isSqlite() {
        return sqlite;
    }

    DataSource dataSource() {
        return pool;
    }

    JdbcClient client() {
        return JdbcClient.create(pool);
    }

    LedgerWrites writes() {
        return ledger;
    }

    /** Whether the event is new to the ledger. */
    boolean accept(String event) {
        return ledger.accept(EventParser.parse(event.getBytes(UTF_8), "webhook"))
                .join();
    }

    void execute(String sql, Object... values) {
        writes().write(database -> database.sql(sql).params(values).update());
    }

    void event(long seq, String eventId, String conversation, String visitor, String body, long at) {
        execute(
                """
                INSERT INTO event (seq, event_id, event_type, conversation_id, visitor_id, project_id, created_at, received_at, origin, body)
                VALUES (?, ?, 'v2.conversation.closed', ?, ?, 1, ?, ?, 'webhook', ?)""",
                seq,
                eventId,
                conversation,
                visitor,
                at,
                at,
                body.getBytes(UTF_8));
    }

    void run(long seq, String workflow, String state, String key, String cause) {
        execute(
                """
                INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at, cause, node)
                VALUES (?, ?, ?, ?, 1, 1, 9999999999999, 1, ?, ?)""",
                seq,
                workflow,
                state,
                key,
                cause,
                state.equals("running") ? "node-b" : null);
    }

    long count(String sql) {
        return client().sql(sql).query(Long.class).single();
    }

    String state(long seq, String workflow) {
        return client().sql("SELECT state FROM run WHERE event_seq = ? AND workflow = ?")
                .params(seq, workflow)
                .query(String.class)
                .single();
    }

    /** Every row of every table there is, as text. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        try (Connection connection = pool.getConnection()) {
            for (String table : tables(connection)) {
                try (ResultSet row = connection.createStatement().executeQuery("SELECT * FROM " + table)) {
                    while (row.next()) {
                        rows.add(table + text(row));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    static TreeSet<String> tables(Connection connection) throws SQLException {
        TreeSet<String> tables = new TreeSet<>();
        try (ResultSet table = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (table.next()) {
                tables.add(table.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    private static String text(ResultSet row) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            Object value = row.getObject(i);
            text.append(' ')
                    .append(row.getMetaData().getColumnLabel(i))
                    .append('=')
                    .append(value instanceof byte[] bytes ? new String(bytes, UTF_8) : value);
        }
        return text.toString();
    }

    @Override
    public void close() {
        ledger.close();
        pool.close();
    }
}
