package dev.aftertalk.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The day's round of deletes as the ledger tells of it, while a server works on that: one that begins it puts the time at which it is due again
 * ahead by minutes, and at its end by a day.
 */
final class DeletesRound implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long ENDED = Duration.ofHours(12).toMillis();
    private static final long LOOK_MILLIS = 20;

    private final Connection connection;

    /** @param ledger of SQLite */
    DeletesRound(Path ledger) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
    }

    /** Has no server begin it. */
    void holdOff() throws SQLException {
        update("INSERT INTO shared_task (name, due_at) VALUES ('retention', ?)", Long.MAX_VALUE);
    }

    /** Has the server begin it when it looks next. */
    void makeDue() throws SQLException {
        update("UPDATE shared_task SET due_at = ? WHERE name = 'retention'", 0);
    }

    void awaitBegin() throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (dueAt() == 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("The server deletes nothing");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Once it has begun. */
    double secondsToTheEnd() {
        long begin = System.nanoTime();
        try {
            while (dueAt() < System.currentTimeMillis() + ENDED) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    long eventsOlderThan(Duration age) throws SQLException {
        return number(
                "SELECT count(*) FROM event WHERE seq < ?",
                LedgerFill.seq(System.currentTimeMillis() - age.toMillis()));
    }

    private long dueAt() throws SQLException {
        return number("SELECT due_at FROM shared_task WHERE name = ?", "retention");
    }

    private long number(String sql, Object value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, value);
            try (ResultSet row = statement.executeQuery()) {
                return row.getLong(1);
            }
        }
    }

    private void update(String sql, long value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, value);
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
