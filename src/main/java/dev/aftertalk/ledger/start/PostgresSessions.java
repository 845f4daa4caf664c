package dev.aftertalk.ledger.start;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;

/**
 * Looks whether each connection is a session of PostgreSQL's own, as it is without a pooler in between and with one that pools sessions. One
 * that pools transactions or statements lends the same session to one connection after the other: a prepared statement or a timeout that one
 * has set is then the other's too.
 *
 * <p>Told by the process that answers: without such a pooler it is one for each connection for as long as both are open. A pooler that has but
 * one to lend shows the same to two; one that lends several in turn shows another to the same connection when that asks again at once.
 */
final class PostgresSessions {

    private static final int ROUNDS = 5;
    private static final String SECONDS = "5";
    private static final String SETTING = "aftertalk.session";

    private final String url;
    private final Properties login;

    PostgresSessions(String url, Properties login) {
        this.url = url;
        this.login = (Properties) login.clone();
        this.login.setProperty("socketTimeout", SECONDS);
        this.login.setProperty("loginTimeout", SECONDS);
    }

    /**
     * Returns when nothing speaks against it.
     *
     * @throws SharedSessionsException when connections share a session, or the next gets it with what the one before has set
     * @throws SQLException when there are not enough connections to be had, or the database fails
     */
    void check() throws SQLException {
        String mark = UUID.randomUUID().toString();
        try (Connection one = connect()) {
            int process = process(one);
            try (Connection other = connect()) {
                for (int round = 0; round < ROUNDS; round++) {
                    if (process(one) != process || process(one) != process || process(other) == process) {
                        throw SharedSessionsException.betweenTransactions();
                    }
                }
            }
            ask(one, "SELECT set_config('" + SETTING + "', '" + mark + "', false)");
        }
        try (Connection next = connect()) {
            if (mark.equals(ask(next, "SELECT current_setting('" + SETTING + "', true)"))) {
                throw SharedSessionsException.notReset();
            }
        }
    }

    /** A pooler whose sessions are all taken lets it wait, once connected or before. */
    private Connection connect() throws SQLException {
        Connection another = null;
        try {
            another = DriverManager.getConnection(url, login);
            process(another);
            return another;
        } catch (SQLException e) {
            if (another != null) {
                another.close();
            }
            throw new SQLException(
                    "another connection is not to be had within " + SECONDS + " s (" + e.getMessage()
                            + "). Each server uses up to 10: with PgBouncer, raise default_pool_size, and max_db_connections and"
                            + " max_user_connections if they are set.",
                    "53300",
                    e);
        }
    }

    private static int process(Connection connection) throws SQLException {
        return Integer.parseInt(ask(connection, "SELECT pg_backend_pid()"));
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }
}
