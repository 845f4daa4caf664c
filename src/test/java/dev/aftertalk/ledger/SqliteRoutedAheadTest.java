package dev.aftertalk.ledger;

import java.nio.file.Path;

class SqliteRoutedAheadTest extends RoutedAheadContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.sqlite(folder);
    }
}
