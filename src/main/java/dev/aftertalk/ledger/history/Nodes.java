package dev.aftertalk.ledger.history;

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
