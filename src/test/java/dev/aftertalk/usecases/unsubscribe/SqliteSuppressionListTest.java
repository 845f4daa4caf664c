package dev.aftertalk.usecases.unsubscribe;

import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteSuppressionListTest extends SuppressionListContract {

    @TempDir
    Path folder;

    @Override
    String url() {
        return Schema.sqlite(folder.resolve("aftertalk.db"));
    }

    @Override
    String vendor() {
        return "sqlite";
    }
}
