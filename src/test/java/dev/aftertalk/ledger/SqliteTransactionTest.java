package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the ledger has SQLite's one lock for writing. */
class SqliteTransactionTest {

    private static final String WRITE = "INSERT INTO node (node, host, place, lease_until) VALUES ('%s', 'h', 'p', 1)";

    @TempDir
    Path folder;

    private TestDatabase database;
    private LedgerConnection ledger;
    private Connection other;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.sqlite(folder);
        ledger = new LedgerConnection(database.dataSource());
        ledger.open();
        other = database.dataSource().getConnection();
        execute("PRAGMA busy_timeout = 0");
    }

    @AfterEach
    void close() throws SQLException {
        other.close();
        ledger.close();
        database.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = other.createStatement()) {
            statement.execute(sql);
        }
    }

    private long nodes() {
        return ledger.client()
                .sql("SELECT count(*) FROM node")
                .query(Long.class)
                .single();
    }

    @Test
    void hasItFromTheBeginningOfATransactionAndNotInBetween() throws SQLException {
        ledger.begin();
        nodes();
        assertThatThrownBy(() -> execute(WRITE.formatted("other"))).hasMessageContaining("SQLITE_BUSY");
        ledger.client().sql(WRITE.formatted("ledger")).update();
        ledger.commit();
        execute(WRITE.formatted("other"));
        ledger.begin();
        assertThat(nodes()).isEqualTo(2);
    }

    @Test
    void waitsForWhoHasItBeforeItReads() throws Exception {
        execute("BEGIN IMMEDIATE");
        execute(WRITE.formatted("other"));
        CompletableFuture<Long> begun = CompletableFuture.supplyAsync(() -> {
            try {
                ledger.begin();
                long seen = nodes();
                ledger.client().sql(WRITE.formatted("ledger")).update();
                ledger.commit();
                return seen;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        execute("COMMIT");
        assertThat(begun.join()).isEqualTo(1);
    }
}
