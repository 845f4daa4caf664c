package dev.aftertalk.care.retention;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SQLite's write-ahead log, in which pages stand as they were before an erasure until it is emptied. */
final class WriteAheadLog {

    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** While it waits for those who read, nobody can write. */
    private static final int LONGEST_WAIT_MILLIS = 100;

    private final DataSource database;

    WriteAheadLog(DataSource database) {
        this.database = database;
    }

    /**
     * Moves all of it into the database and empties the file, at a moment when nobody reads.
     *
     * @return false when there was none for 5 seconds: then it is emptied by the next start
     */
    boolean empty() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            int usual = number(statement, "PRAGMA busy_timeout");
            try {
                statement.execute("PRAGMA busy_timeout = " + LONGEST_WAIT_MILLIS);
                while (number(statement, "PRAGMA wal_checkpoint(TRUNCATE)") != 0) {
                    if (System.nanoTime() > end) {
                        return false;
                    }
                    Thread.sleep(LONGEST_WAIT_MILLIS);
                }
                return true;
            } finally {
                statement.execute("PRAGMA busy_timeout = " + usual);
            }
        } catch (SQLException e) {
            LOG.debug("The write-ahead log could not be emptied", e);
            return false;
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
