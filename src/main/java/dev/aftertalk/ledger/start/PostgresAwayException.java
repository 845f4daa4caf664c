package dev.aftertalk.ledger.start;

import java.sql.SQLException;

/** No PostgreSQL that can be written came up in time. */
public class PostgresAwayException extends RuntimeException {

    /** What to do about it. */
    public static final String ACTION =
            "Check spring.datasource.url, .username and .password, and that this machine reaches a PostgreSQL that is no standby."
                    + " With several servers in the URL, targetServerType=primary finds the right one"
                    + " (src/docs/operating.md, Several nodes).";

    PostgresAwayException(String why, Throwable cause) {
        super(why, cause);
    }

    /** Whether the server has no room for another connection at present. */
    public boolean isFull() {
        return getCause() instanceof SQLException why
                && String.valueOf(why.getSQLState()).startsWith("53");
    }
}
