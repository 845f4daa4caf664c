package dev.aftertalk.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SqliteErasureTest extends ErasureContract {

    @Override
    RetentionDatabase newDatabase(Path folder) {
        return RetentionDatabase.sqlite(folder);
    }

    @Test
    void leavesNothingInTheFreeSpaceOfTheFileEither() throws IOException {
        database.client().sql("PRAGMA wal_checkpoint(TRUNCATE)").query().listOfRows();
        assertThat(file()).contains(VISITOR, WORDS, TALK);

        erase(VISITOR, null);

        database.client().sql("PRAGMA wal_checkpoint(TRUNCATE)").query().listOfRows();
        assertThat(file())
                .doesNotContain(VISITOR, WORDS, TALK, SECOND_TALK, UNIQUE)
                .contains(OTHER);
    }

    private String file() throws IOException {
        return Files.readString(folder.resolve("aftertalk.db"), StandardCharsets.ISO_8859_1);
    }
}
