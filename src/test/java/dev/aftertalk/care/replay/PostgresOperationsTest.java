package dev.aftertalk.care.replay;

import dev.aftertalk.ledger.TestDatabase;
import java.nio.file.Path;

class PostgresOperationsTest extends OperationsContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.postgres();
    }

    @Override
    String explaining() {
        database.execute("ANALYZE");
        return "EXPLAIN";
    }
}
