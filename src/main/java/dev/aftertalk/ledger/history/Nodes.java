package dev.aftertalk.ledger.history;

import dev.aftertalk.ledger.Dialect;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who works on the ledger. */
public final class Nodes {

    private Nodes() {}

    /** How many servers do. */
    public static long count(JdbcClient reads) {
        return alive(reads).size();
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
}
