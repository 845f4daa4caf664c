package dev.aftertalk.care.retention;

import java.nio.file.Path;

class SqliteRetentionTest extends RetentionContract {

    @Override
    RetentionDatabase newDatabase(Path folder) {
        return RetentionDatabase.sqlite(folder);
    }

    @Override
    String plan(String sql) {
        return String.join(
                "\n",
                database.client()
                        .sql("EXPLAIN QUERY PLAN " + sql)
                        .query((row, n) -> row.getString("detail"))
                        .list());
    }
}
