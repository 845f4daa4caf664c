package dev.aftertalk.ledger;

import java.nio.file.Path;

class PostgresDueSearchTest extends DueSearchContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.postgres();
    }

    @Override
    String body() {
        return "'\\x00'::bytea";
    }
}
