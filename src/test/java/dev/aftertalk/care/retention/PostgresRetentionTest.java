package dev.aftertalk.care.retention;

import java.nio.file.Path;

class PostgresRetentionTest extends RetentionContract {

    @Override
    RetentionDatabase newDatabase(Path folder) {
        return RetentionDatabase.postgres();
    }

    @Override
    String plan(String sql) {
        return String.join(
                "\n",
                database.client().sql("EXPLAIN " + sql).query(String.class).list());
    }
}
