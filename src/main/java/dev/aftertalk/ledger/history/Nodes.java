package dev.aftertalk.ledger.history;

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
}
