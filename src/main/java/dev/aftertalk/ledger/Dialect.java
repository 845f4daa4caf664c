package dev.aftertalk.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.sqlite.SQLiteException;

/** What the two databases say differently; all other SQL of the ledger is the same on both. */
public enum Dialect {
    /** One node, one writing connection, each commit synced. */
    SQLITE("CAST(unixepoch('subsec') * 1000 AS INTEGER)", "") {
        @Override
        void prepare(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                // With WAL, FULL is what makes a commit survive a power cut; NORMAL would not.
                statement.execute("PRAGMA synchronous = FULL");
                statement.execute("PRAGMA busy_timeout = 5000");
            }
        }

        /**
         * A transaction that has read already fails at once when it then writes while somebody else has the lock, and be it for a moment; at
         * its start it waits its turn. The driver's own mode for this has the lock held between transactions too.
         */
        @Override
        void begin(LedgerConnection connection) throws SQLException {
            connection.statement("UPDATE node SET node = node WHERE 0").executeUpdate();
        }

        @Override
        void readInOrderOfIndexes(Connection connection) {
            // It does so by itself.
        }

        @Override
        void restore(Connection connection) {
            // The pool's own connections have the same settings.
        }

        @Override
        Fault fault(SQLException failure) {
            for (Throwable each = failure; each != null; each = each.getCause()) {
                if (each instanceof SQLiteException e) {
                    return switch (e.getResultCode().code & 0xff) {
                        case 18, 19, 20 -> Fault.REFUSED; // TOOBIG, CONSTRAINT, MISMATCH
                        case 1, 21, 23, 25 -> Fault.WRONG; // ERROR (no such table …), MISUSE, AUTH, RANGE
                        default -> Fault.AWAY;
                    };
                }
            }
            return Fault.AWAY;
        }
    },
    /** Any number of nodes; rows that another node is claiming are passed over. */
    POSTGRESQL("CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)", " FOR UPDATE OF r SKIP LOCKED") {
        @Override
        void prepare(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                // A node that froze in the middle of a transaction must not hold the others up for longer than this.
                statement.execute("SET lock_timeout = '1s'");
                statement.execute("SET statement_timeout = '20s'");
                statement.execute("SET idle_in_transaction_session_timeout = '10s'");
            }
            // When the server vanishes without a word, the writer must not wait for TCP to notice.
            connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
        }

        @Override
        void waitLittle(Connection connection, boolean forStatements) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '100ms'");
                if (forStatements) {
                    statement.execute("SET LOCAL statement_timeout = '2s'");
                }
            }
        }

        @Override
        void readInOrderOfIndexes(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off");
            }
        }

        @Override
        void restore(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("RESET lock_timeout");
                statement.execute("RESET statement_timeout");
                statement.execute("RESET idle_in_transaction_session_timeout");
            }
        }

        @Override
        Fault fault(SQLException failure) {
            String state = String.valueOf(failure.getSQLState());
            if (state.startsWith("22") || state.startsWith("23") || state.startsWith("54")) {
                return Fault.REFUSED; // bad data, a violated constraint, something too large
            }
            if (state.startsWith("40") || state.equals("55P03") || state.equals("57014")) {
                return Fault.CONFLICT; // a deadlock; a lock that is not to be had in time; took too long
            }
            // Syntax, names and rights; results of the wrong form; what a trigger or a view says.
            return WRONG.contains(state.length() < 2 ? "" : state.substring(0, 2)) ? Fault.WRONG : Fault.AWAY;
        }
    };

    private static final int NETWORK_TIMEOUT_MILLIS = 25_000;
    private static final Set<String> WRONG = Set.of("21", "2F", "38", "39", "42", "44", "P0");

    private final String nowMillis;
    private final String lockRows;

    Dialect(String nowMillis, String lockRows) {
        this.nowMillis = nowMillis;
        this.lockRows = lockRows;
    }

    /** Sets a connection up for writing the ledger. */
    abstract void prepare(Connection connection) throws SQLException;

    /** Has the transaction that begins now wait for what it needs as a whole, where rows are not locked as they come. */
    void begin(LedgerConnection connection) throws SQLException {}

    /**
     * Has the transaction that is under way give up sooner where somebody else stands in its way; who holds the one lock of SQLite holds up
     * everything.
     *
     * @param forStatements true to have each of its statements given up too when it takes long by itself
     */
    void waitLittle(Connection connection, boolean forStatements) throws SQLException {}

    /**
     * Has the transaction that is under way read the first of many by an index that has them in order, and not all of them: how many there are of
     * one key the database does not know.
     */
    abstract void readInOrderOfIndexes(Connection connection) throws SQLException;

    /** Undoes {@link #prepare} on a connection that goes back to a pool, for its next user. */
    abstract void restore(Connection connection) throws SQLException;

    /** What a failed statement says about what to do next. */
    abstract Fault fault(SQLException failure);

    /** SQL for the database's own clock, in milliseconds since 1970: leases of several nodes need one clock. */
    public String nowMillis() {
        return nowMillis;
    }

    /** SQL at the end of a select that claims what it finds. */
    String lockRows() {
        return lockRows;
    }

    /** @throws IllegalStateException for a database that is neither of the two */
    public static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "SQLite" -> SQLITE;
            case "PostgreSQL" -> POSTGRESQL;
            default ->
                throw new IllegalStateException(
                        "The ledger runs on SQLite or PostgreSQL, but spring.datasource.url leads to " + product + ".");
        };
    }
}
