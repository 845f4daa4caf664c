package dev.aftertalk.usecases.satisfaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

class SqliteSatisfactionStoreTest extends SatisfactionStoreContract {

    @Override
    SatisfactionDatabase open() {
        try {
            return SatisfactionDatabase.sqlite(Files.createTempDirectory("aftertalk-satisfaction"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
