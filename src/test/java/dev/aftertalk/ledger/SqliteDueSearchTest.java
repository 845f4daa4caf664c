package dev.aftertalk.ledger;

import java.nio.file.Path;

class SqliteDueSearchTest extends DueSearchContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.sqlite(folder);
    }

    @Override
    String body() {
        return "x'00'";
    }
}
