package dev.aftertalk.ledger.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteException;

/**
 * The file of a SQLite database.
 *
 * @param path absolute
 */
public record SqliteFile(Path path) {

    private static final String PREFIX = "jdbc:sqlite:";
    private static final Set<Integer> DAMAGED = Set.of(11, 26); // CORRUPT, NOTADB
    private static final int STEPS = 10_000;

    /** How long a start may take to look for damage; small files are read as a whole in this time, large ones in part. */
    private static final long CHECK_NANOS = 1_000_000_000L;

    /** The file this JDBC URL leads to; empty for another database and for one in memory. */
    public static Optional<SqliteFile> of(String url) {
        String name = url.startsWith(PREFIX)
                ? url.substring(PREFIX.length()).replaceFirst("^file:", "").replaceFirst("\\?.*", "")
                : "";
        return name.isEmpty() || name.startsWith(":")
                ? Optional.empty()
                : Optional.of(new SqliteFile(Path.of(name).toAbsolutePath()));
    }

    /**
     * Looks for damage where there is a file.
     *
     * @throws DamagedDatabaseException when it finds some
     */
    void check() {
        if (!Files.exists(path)) {
            return;
        }
        try (Connection connection = DriverManager.getConnection(PREFIX + path);
                Statement statement = connection.createStatement()) {
            stopAfterAWhile(connection);
            try (ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
                if (found.next() && !"ok".equals(found.getString(1))) {
                    throw new DamagedDatabaseException(path, found.getString(1), null);
                }
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        } catch (SQLException e) {
            if (isDamage(e)) {
                throw new DamagedDatabaseException(path, e.getMessage(), e);
            }
            // Interrupted, since it is large; or it can't be opened, which the server finds out by itself.
        }
    }

    /** Makes it empty where it is missing, for this user alone; says so when one that is there can be read by everybody. */
    void make() throws IOException {
        if (Files.isDirectory(path.getParent())) { // else SQLite says what is missing
            OwnerOnly.makeFile(path);
            OwnerOnly.warnAbout(path);
        }
    }

    private static void stopAfterAWhile(Connection connection) throws SQLException {
        long end = System.nanoTime() + CHECK_NANOS;
        ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - end > 0 ? 1 : 0;
            }
        });
    }

    /** True for what only a copy from before the damage can mend. */
    static boolean isDamage(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLiteException e && DAMAGED.contains(e.getResultCode().code & 0xff)) {
                return true;
            }
        }
        return false;
    }
}
