package dev.aftertalk.care.drill;

import java.net.ConnectException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Where the pool gets its connections from, on a server that allows drills: it knows all that are open, and so can close their sockets and let none be made, or
 * have SQLite find that its file can't grow. What is above it, the pool, the ledger and all who read, sees what it would see of a real fault.
 */
final class KnownConnections extends DelegatingDataSource {

    private static final Logger LOG = LoggerFactory.getLogger(KnownConnections.class);

    /** SQLite's own greatest, which is its default. */
    private static final long MOST_PAGES = 4_294_967_294L;

    /** The state of a connection that can't be made (SQL:2011, class 08). */
    private static final String NOT_MADE = "08001";

    /** Those that were closed go by themselves. */
    private final Set<Connection> open = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private DrillCalls away;
    private boolean isFull;

    KnownConnections(DataSource real) {
        super(real);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return make(super::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return make(() -> super.getConnection(user, password));
    }

    /** What makes one. */
    private interface Making {
        Connection make() throws SQLException;
    }

    private synchronized Connection make(Making making) throws SQLException {
        if (away != null) {
            away.met("found no database");
            throw new SQLNonTransientConnectionException(
                    "Connection refused: a fault drill has the database away",
                    NOT_MADE,
                    new ConnectException("Connection refused"));
        }
        Connection made = making.make();
        if (isFull) {
            mayGrow(made, false);
        }
        open.add(made);
        return made;
    }

    /** Closes the socket of each connection, whatever it is at, and lets none be made until {@link #back}. @param calls told of each that meets this */
    synchronized void away(DrillCalls calls) {
        away = calls;
        for (Connection each : all()) {
            cut(each, calls);
        }
    }

    private static void cut(Connection connection, DrillCalls calls) {
        try {
            if (!connection.isClosed()) {
                connection.abort(Runnable::run);
                calls.met("lost its connection");
            }
        } catch (SQLException e) {
            LOG.debug("A connection can't be cut off: {}", e.getMessage());
        }
    }

    /** Lets connections be made again. */
    synchronized void back() {
        away = null;
    }

    /** Has SQLite's file grow no more, or again. A connection that can't be told is closed, and is made anew. */
    synchronized void full(boolean full) {
        isFull = full;
        for (Connection each : all()) {
            try {
                if (!each.isClosed()) {
                    mayGrow(each, !full);
                }
            } catch (SQLException e) {
                LOG.warn(
                        "A connection of SQLite is closed, as it can't be told how far its file may grow: {}",
                        e.getMessage());
                JdbcUtils.closeConnection(each);
            }
        }
    }

    private List<Connection> all() {
        synchronized (open) {
            return new ArrayList<>(open);
        }
    }

    /** SQLite keeps this by connection; it holds at once, in a transaction that is under way too. */
    private static void mayGrow(Connection connection, boolean may) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + (may ? MOST_PAGES : pages(statement)));
        }
    }

    private static long pages(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA page_count")) {
            row.next();
            return row.getLong(1);
        }
    }
}
