package dev.aftertalk.ledger;

import java.nio.file.Path;
import java.sql.SQLException;

class SqliteLedgerPlanTest extends LedgerPlanContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.sqlite(folder);
    }

    @Override
    String body() {
        return "x'00'";
    }

    @Override
    String explaining() {
        return "EXPLAIN QUERY PLAN ";
    }

    @Override
    String plan(String statement) throws SQLException {
        return explain(explaining(), statement);
    }
}
