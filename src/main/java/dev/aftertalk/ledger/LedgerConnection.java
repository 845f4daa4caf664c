package dev.aftertalk.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The one connection the ledger writes on, kept with its prepared statements. Not thread-safe: only the writer's thread uses it. Nothing is
 * committed before {@link #commit}.
 */
final class LedgerConnection implements AutoCloseable, LedgerStatements {

    private final DataSource dataSource;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private Dialect dialect;
    private Connection connection;
    private JdbcClient client;

    LedgerConnection(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** True when there is a connection to work with. */
    boolean isOpen() {
        return connection != null;
    }

    /** Opens the connection, after {@link #close} too. */
    void open() throws SQLException {
        Connection opened = dataSource.getConnection();
        try {
            dialect = Dialect.of(opened);
            opened.setAutoCommit(true);
            dialect.prepare(opened);
            opened.setAutoCommit(false);
            connection = opened;
            client = JdbcClient.create(new SingleConnectionDataSource(opened, true));
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** The same connection, for statements in the transaction that is under way. */
    JdbcClient client() {
        return client;
    }

    /** What this database says in its own way. */
    Dialect dialect() {
        return dialect;
    }

    /** What a failure since the last commit says about what to do next. */
    Fault fault(Exception failure) {
        if (failure instanceof SQLException e) {
            return dialect.fault(e);
        }
        if (failure instanceof DataAccessException access && access.getRootCause() instanceof SQLException e) {
            return dialect.fault(e);
        }
        return Fault.REFUSED; // it could not even be put to the database
    }

    /** Has this transaction wait only a moment for what others hold, and for its own statements too if asked to. */
    void waitLittle(boolean forStatements) throws SQLException {
        dialect.waitLittle(connection, forStatements);
    }

    /** See {@link Dialect#readInOrderOfIndexes}. */
    void readInOrderOfIndexes() throws SQLException {
        dialect.readInOrderOfIndexes(connection);
    }

    /** Begins a transaction that will write: what it has to wait for it waits for now. */
    void begin() throws SQLException {
        dialect.begin(this);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.clearBatch();
        }
        connection.rollback();
    }

    @Override
    public void close() {
        Connection closing = connection;
        connection = null;
        statements.clear();
        if (closing != null) {
            try (closing) {
                closing.rollback();
                closing.setAutoCommit(true);
                dialect.restore(closing);
            } catch (SQLException e) {
                // It is closed because it failed: what it says now adds nothing.
            }
        }
    }

    /** Sets parameters from the first on: Long, Integer, String, byte[] or null. */
    static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (value instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else {
                statement.setString(i + 1, (String) value);
            }
        }
    }

    /** For each statement of a batch whether it changed a row. */
    static boolean[] changed(int[] counts) {
        boolean[] changed = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            changed[i] = counts[i] > 0;
        }
        return changed;
    }

    /** Those for which this was so, or was not. */
    static <T> List<T> only(List<T> all, boolean[] results, boolean wanted) {
        List<T> only = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            if (results[i] == wanted) {
                only.add(all.get(i));
            }
        }
        return only;
    }

    @Override
    public int update(String sql, Object... values) {
        try {
            PreparedStatement statement = statement(sql);
            bind(statement, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new UncategorizedSQLException("Writing to the ledger", sql, e);
        }
    }

    @Override
    public List<String> read(String sql, Object... values) {
        try {
            PreparedStatement statement = statement(sql);
            bind(statement, values);
            List<String> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new UncategorizedSQLException("Reading from the ledger", sql, e);
        }
    }

    /** The statement, prepared once a connection. */
    PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }
}
