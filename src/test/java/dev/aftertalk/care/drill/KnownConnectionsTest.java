package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class KnownConnectionsTest {

    private static final int MANY = 200;

    @TempDir
    Path folder;

    private final DrillCalls calls = new DrillCalls();

    private static HikariDataSource pool(String url, DrilledDatabase drilled) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(2);
        pool.setConnectionTimeout(500);
        return (HikariDataSource) drilled.postProcessAfterInitialization(pool, "dataSource");
    }

    private static void fill(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (int i = 0; i < MANY; i++) {
                statement.execute("INSERT INTO filled VALUES (hex(randomblob(2000)))");
            }
        }
    }

    @Test
    void sqlitesFileGrowsNoMoreOnOpenConnectionsAndNewOnesUntilTheDrillEnds() throws Exception {
        DrilledDatabase drilled = new DrilledDatabase(true);
        try (HikariDataSource pool = pool("jdbc:sqlite:" + folder.resolve("a.db"), drilled);
                Connection open = pool.getConnection()) {
            open.createStatement().execute("CREATE TABLE filled (text TEXT)");
            KnownConnections connections = drilled.connections().orElseThrow();

            connections.full(true);

            assertFull(open);
            try (Connection made = pool.getConnection()) {
                assertFull(made);
            }
            connections.full(false);
            fill(open);
            try (Connection made = pool.getConnection()) {
                fill(made);
            }
        }
    }

    private static void assertFull(Connection connection) {
        assertThatThrownBy(() -> fill(connection))
                .isInstanceOfSatisfying(SQLiteException.class, e -> assertThat(e.getResultCode())
                        .isEqualTo(SQLiteErrorCode.SQLITE_FULL));
    }

    @Test
    void postgresLosesItsConnectionsAndMakesNoneUntilTheDrillEnds() throws Exception {
        DrilledDatabase drilled = new DrilledDatabase(true);
        try (HikariDataSource pool = pool(TestPostgres.newDatabase(), drilled);
                Connection open = pool.getConnection()) {
            KnownConnections connections = drilled.connections().orElseThrow();
            open.createStatement().execute("SELECT 1");

            connections.away(calls);

            assertThatThrownBy(() -> open.createStatement().execute("SELECT 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
            assertThat(calls.met().get("lost its connection")).isPositive();
            assertThat(calls.met().get("found no database")).isPositive();
            connections.back();
            try (Connection again = pool.getConnection()) {
                assertThat(again.createStatement().execute("SELECT 1")).isTrue();
            }
        }
    }

    @Test
    void leavesThePoolAloneWhereThereMayBeNoDrills() {
        DrilledDatabase drilled = new DrilledDatabase(false);
        try (HikariDataSource pool = pool("jdbc:sqlite:" + folder.resolve("a.db"), drilled)) {
            assertThat(drilled.connections()).isEmpty();
            assertThat(pool.getDataSource()).isNull();
        }
    }
}
