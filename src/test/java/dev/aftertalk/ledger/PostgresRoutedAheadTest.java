package dev.aftertalk.ledger;

import java.nio.file.Path;

class PostgresRoutedAheadTest extends RoutedAheadContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.postgres();
    }
}
