#!/usr/bin/env bash
# Version: sqlite-jdbc 3.54.1.0 (org.xerial), Java 17.
# Usual belief: SQLiteConnection.setCurrentTransactionMode(IMMEDIATE) has the connection's transactions begin with BEGIN IMMEDIATE, so that one which
#   reads before it writes has the lock for writing from its first statement on.
# Behaviour: set before setAutoCommit(false), the mode is set back to DEFERRED by that call. Set after it, getCurrentTransactionMode() says IMMEDIATE,
#   and each transaction begins deferred all the same. Either way another connection can write after the read, and the first write then fails with
#   SQLITE_BUSY_SNAPSHOT however long busy_timeout is. Only transaction_mode in the properties that the connection was opened with counts; then the
#   driver begins the next transaction at each commit, and holds the lock while the connection is idle.
# Seen: set before: DEFERRED, deferred; set after: IMMEDIATE, deferred; property: locked between transactions
set -euo pipefail
maven=$(command -v mvn || echo "$(cd "$(dirname "$0")/.." && pwd)/mvnw")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.xerial</groupId><artifactId>sqlite-jdbc</artifactId><version>3.54.1.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
"$maven" -q -B -f pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$folder/lib"
cat > Finding.java <<'JAVA'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;

class Finding {
    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static boolean canWrite(Connection connection) throws SQLException {
        try {
            execute(connection, "INSERT INTO t VALUES (1)");
            return true;
        } catch (SQLException e) {
            if (e.getMessage().contains("SQLITE_BUSY")) {
                return false;
            }
            throw e;
        }
    }

    static Connection open(String file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        execute(connection, "PRAGMA busy_timeout = 0");
        return connection;
    }

    static void mode(Connection connection) throws SQLException {
        connection.unwrap(SQLiteConnection.class).setCurrentTransactionMode(TransactionMode.IMMEDIATE);
    }

    static String begun(Connection connection, Connection other) throws SQLException {
        String said = connection.unwrap(SQLiteConnection.class).getCurrentTransactionMode().name();
        execute(connection, "INSERT INTO t VALUES (0)");
        connection.commit();
        execute(connection, "SELECT count(*) FROM t");
        boolean deferred = canWrite(other) && !canWrite(connection);
        connection.rollback();
        return said + ", " + (deferred ? "deferred" : "immediate");
    }

    public static void main(String[] args) throws Exception {
        try (Connection other = open("test.db")) {
            execute(other, "PRAGMA journal_mode = WAL");
            execute(other, "CREATE TABLE t (x)");
            String setBefore;
            try (Connection before = open("test.db")) {
                mode(before);
                before.setAutoCommit(false);
                setBefore = begun(before, other);
            }
            String setAfter;
            try (Connection after = open("test.db")) {
                after.setAutoCommit(false);
                mode(after);
                setAfter = begun(after, other);
            }
            Properties immediate = new Properties();
            immediate.setProperty("transaction_mode", "IMMEDIATE");
            boolean locked;
            try (Connection property = DriverManager.getConnection("jdbc:sqlite:test.db", immediate)) {
                property.setAutoCommit(false);
                execute(property, "INSERT INTO t VALUES (0)");
                property.commit();
                locked = !canWrite(other);
                property.rollback();
            }
            String seen = "set before: " + setBefore + "; set after: " + setAfter + "; property: "
                    + (locked ? "locked" : "free") + " between transactions";
            System.out.println(seen);
            System.exit(seen.equals("set before: DEFERRED, deferred; set after: IMMEDIATE, deferred;"
                            + " property: locked between transactions")
                    ? 0
                    : 1);
        }
    }
}
JAVA
java -cp "lib/*" Finding.java
