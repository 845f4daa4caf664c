package dev.aftertalk.ledger.start;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first look at PostgreSQL. A server that starts while the database fails over waits for it: if it ended instead, whoever restarts it
 * would do so less and less often. Then it says which settings of the database put at risk what was acknowledged.
 */
public final class PostgresStart {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStart.class);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final long PAUSE_MILLIS = 1000;
    private static final int TRIES_A_LINE = 10;

    private final String url;
    private final Properties login;
    private final Duration longest;

    private PostgresStart(String url, Properties login, Duration longest) {
        this.url = url;
        this.login = login;
        this.longest = longest;
    }

    /** @param username may be null, when the URL has it; as the password */
    public static PostgresStart with(String url, String username, String password) {
        Properties login = new Properties();
        login.setProperty("connectTimeout", "2");
        if (username != null && !username.isEmpty()) {
            login.setProperty("user", username);
        }
        if (password != null) {
            login.setProperty("password", password);
        }
        return new PostgresStart(url, login, LONGEST);
    }

    public PostgresStart waiting(Duration atMost) {
        return new PostgresStart(url, login, atMost);
    }

    /**
     * Returns once the database can be written.
     *
     * @throws PostgresAwayException when it can't be in time, or never could with these settings
     * @throws SharedSessionsException when a pooler in between does not keep sessions apart
     */
    public void await() {
        Thread starting = Thread.currentThread();
        Thread onStop = new Thread(starting::interrupt, "stop-waiting");
        Runtime.getRuntime().addShutdownHook(onStop);
        try {
            long deadline = System.nanoTime() + longest.toNanos();
            for (int tries = 0; !isWritable(tries % TRIES_A_LINE == 0, System.nanoTime() < deadline); tries++) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            throw new PostgresAwayException("Stopped while waiting for the database.", e);
        } finally {
            letGo(onStop);
        }
    }

    private boolean isWritable(boolean say, boolean mayWait) {
        String why;
        SQLException cause = null;
        try (Connection connection = DriverManager.getConnection(url, login)) {
            if (!isReadOnly(connection)) {
                new PostgresSessions(url, login).check();
                PostgresSettings.of(connection).report();
                return true;
            }
            why =
                    "The PostgreSQL that spring.datasource.url leads to can only be read: it is a standby, or set to be read-only.";
        } catch (SQLException e) {
            cause = e;
            why = "The PostgreSQL of spring.datasource.url can't be used: " + said(e)
                    + (isUnsupported(e)
                            ? ". Leave it out of the URL, or add it to PgBouncer's ignore_startup_parameters."
                            : "");
        }
        if (!mayWait || cause != null && !mayMendItself(cause)) {
            throw new PostgresAwayException(why, cause);
        }
        if (say) {
            LOG.warn("{} Waiting for it, up to {} s in all", why, longest.toSeconds());
        }
        return false;
    }

    /**
     * No connection, no server that is the primary, one that starts, stops or has no room; not a wrong password or name, nor what PgBouncer
     * does not take. For what is behind it, it has the same state (08P01) when that is away.
     */
    private static boolean mayMendItself(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") && !isUnsupported(failure) || state.startsWith("57P") || state.startsWith("53");
    }

    private static boolean isUnsupported(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains("unsupported startup parameter");
    }

    /** The driver says of an address that it can't read all of it, with the password. */
    private String said(SQLException failure) {
        return Driver.parseURL(url, null) == null
                ? "the address can't be read. Write it as jdbc:postgresql://HOST:PORT/DATABASE, and user and password in"
                        + " spring.datasource.username and .password, or in the address with % as %25, & as %26"
                : failure.getMessage();
    }

    private static boolean isReadOnly(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW transaction_read_only")) {
            return row.next() && "on".equals(row.getString(1));
        }
    }

    private static void letGo(Thread onStop) {
        try {
            Runtime.getRuntime().removeShutdownHook(onStop);
        } catch (IllegalStateException e) {
            // It is stopping: the hook has done its work.
        }
    }
}
