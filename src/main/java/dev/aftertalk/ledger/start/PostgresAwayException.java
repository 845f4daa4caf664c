package dev.aftertalk.ledger.start;

/** No PostgreSQL that can be written came up in time. */
public class PostgresAwayException extends RuntimeException {

    PostgresAwayException(String why, Throwable cause) {
        super(why, cause);
    }
}
