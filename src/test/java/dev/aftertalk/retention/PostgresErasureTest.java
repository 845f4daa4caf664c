package dev.aftertalk.retention;

import java.nio.file.Path;

class PostgresErasureTest extends ErasureContract {

    @Override
    RetentionDatabase newDatabase(Path folder) {
        return RetentionDatabase.postgres();
    }
}
