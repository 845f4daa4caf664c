package dev.aftertalk.care.retention;

import java.nio.file.Path;

class PostgresErasureTest extends ErasureContract {

    @Override
    RetentionDatabase newDatabase(Path folder) {
        return RetentionDatabase.postgres();
    }
}
