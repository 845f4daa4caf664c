package dev.aftertalk.ledger.history;

import dev.aftertalk.ledger.Dialect;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who works on the ledger. */
public final class Nodes {

    private Nodes() {}

    /**
     * How many servers do, by their leases.
     *
     * @param now in milliseconds since 1970
     */
    public static long count(JdbcClient reads, long now) {
        return reads.sql("SELECT count(*) FROM node WHERE lease_until > ?")
                .param(now)
                .query(Long.class)
                .single();
    }

    /** Which servers do, by their leases and the database's clock, by which these go. */
    public static Set<String> alive(JdbcClient reads) {
        Dialect dialect = reads.sql("SELECT 1")
                .query((row, n) -> Dialect.of(row.getStatement().getConnection()))
                .single();
        return Set.copyOf(reads.sql("SELECT node FROM node WHERE lease_until > " + dialect.nowMillis())
                .query(String.class)
                .list());
    }

    /**
     * Which servers do, by their leases.
     *
     * @param now in milliseconds since 1970
     */
    public static Set<String> alive(JdbcClient reads, long now) {
        return Set.copyOf(reads.sql("SELECT node FROM node WHERE lease_until > ?")
                .param(now)
                .query(String.class)
                .list());
    }
}
