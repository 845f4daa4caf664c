package dev.aftertalk.ledger;

import java.nio.file.Path;
import java.sql.SQLException;

class PostgresLedgerPlanTest extends LedgerPlanContract {

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
    String plan(String statement) throws SQLException {
        String before = explain("EXPLAIN ", statement + Dialect.POSTGRESQL.lockRows());
        return before + explain(explaining(), statement + Dialect.POSTGRESQL.lockRows());
    }
}
