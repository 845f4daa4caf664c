package dev.aftertalk.care.replay;

import dev.aftertalk.ledger.TestDatabase;
import java.nio.file.Path;

class SqliteOperationsTest extends OperationsContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.sqlite(folder);
    }

    @Override
    String explaining() {
        return "EXPLAIN QUERY PLAN";
    }
}
