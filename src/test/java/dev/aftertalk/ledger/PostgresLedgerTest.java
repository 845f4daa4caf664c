package dev.aftertalk.ledger;

import java.nio.file.Path;

class PostgresLedgerTest extends LedgerContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.postgres();
    }
}
