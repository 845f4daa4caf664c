package dev.aftertalk.ledger;

import java.nio.file.Path;

class SqliteLedgerTest extends LedgerContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.sqlite(folder);
    }
}
