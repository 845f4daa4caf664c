package dev.aftertalk.ledger;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Pattern;

class PostgresLedgerPlanTest extends LedgerPlanContract {

    private static final Pattern READ = Pattern.compile("actual rows=([0-9]+)(?:\\.[0-9]+)? loops=([0-9]+)");

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.postgres();
    }

    @Override
    String body() {
        return "'\\x00'::bytea";
    }

    @Override
    String explaining() {
        database.execute("ANALYZE");
        return "EXPLAIN ";
    }

    @Override
    long work(boolean inSteps, String statement, Object... values) throws SQLException {
        String plan = explain(inSteps, "EXPLAIN (ANALYZE, TIMING OFF) " + statement, values);
        return READ.matcher(plan)
                .results()
                .mapToLong(read -> Long.parseLong(read.group(1)) * Long.parseLong(read.group(2)))
                .sum();
    }

    @Override
    String plan(String statement) throws SQLException {
        String before = explain("EXPLAIN ", statement + Dialect.POSTGRESQL.lockRows());
        return before + explain(explaining(), statement + Dialect.POSTGRESQL.lockRows());
    }
}
