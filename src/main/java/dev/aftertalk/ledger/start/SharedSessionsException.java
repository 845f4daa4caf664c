package dev.aftertalk.ledger.start;

/** A connection pooler between this server and PostgreSQL does not keep sessions apart. */
public class SharedSessionsException extends RuntimeException {

    private final String action;

    private SharedSessionsException(String what, String action) {
        super(what);
        this.action = action;
    }

    static SharedSessionsException betweenTransactions() {
        return new SharedSessionsException(
                "The connections of spring.datasource.url share sessions of PostgreSQL: a pooler in between, such as PgBouncer, lends them by"
                        + " transaction or by statement. One client could run what another has prepared.",
                "With PgBouncer set pool_mode = session in pgbouncer.ini, for this database and user too if they have a pool_mode of their own, and"
                        + " restart it. Or let spring.datasource.url lead to PostgreSQL itself (src/docs/operating.md, PgBouncer).");
    }

    static SharedSessionsException notReset() {
        return new SharedSessionsException(
                "The connections of spring.datasource.url get sessions of PostgreSQL in which another has left its settings and prepared"
                        + " statements: a pooler in between, such as PgBouncer, does not reset them.",
                "With PgBouncer set server_reset_query = DISCARD ALL in pgbouncer.ini, which is its default, and restart it"
                        + " (src/docs/operating.md, PgBouncer).");
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
