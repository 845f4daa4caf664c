package dev.aftertalk.ledger.history;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which workflows have runs that are dead, or that no branch of the router named. */
final class UnresolvedWorkflows {

    /** A look into the index for each workflow: a DISTINCT would read all its runs. */
    private static final String NAMES =
            """
            WITH RECURSIVE w(name) AS (
              SELECT min(workflow) FROM run WHERE state IN ('unrouted', 'dead') AND state = ?
              UNION ALL
              SELECT (SELECT min(workflow) FROM run WHERE state IN ('unrouted', 'dead') AND state = ? AND workflow > w.name)
              FROM w WHERE w.name IS NOT NULL)
            SELECT name FROM w WHERE name IS NOT NULL""";

    private UnresolvedWorkflows() {}

    /** @param state dead or unrouted */
    static List<String> of(JdbcClient reads, String state) {
        return reads.sql(NAMES).params(state, state).query(String.class).list();
    }
}
