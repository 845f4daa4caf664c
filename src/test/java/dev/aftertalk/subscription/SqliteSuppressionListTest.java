package dev.aftertalk.subscription;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteSuppressionListTest extends SuppressionListContract {

    @TempDir
    Path folder;

    @Override
    String url() {
        return "jdbc:sqlite:" + folder.resolve("aftertalk.db");
    }

    @Override
    String vendor() {
        return "sqlite";
    }
}
