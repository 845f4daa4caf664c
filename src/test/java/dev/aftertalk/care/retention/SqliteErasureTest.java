package dev.aftertalk.care.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
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

        ErasureReport report = erase(VISITOR, null);

        assertThat(folder.resolve("aftertalk.db-wal")).isEmptyFile();
        assertThat(file())
                .doesNotContain(VISITOR, WORDS, TALK, SECOND_TALK, UNIQUE)
                .contains(OTHER);
        assertThat(report.notes()).noneMatch(note -> note.contains("-wal"));
    }

    @Test
    void saysWhenSomebodyReadsSoLongThatTheWriteAheadLogCannotBeEmptied() throws Exception {
        ErasureReport report;
        try (Connection reading = database.dataSource().getConnection()) {
            reading.setAutoCommit(false);
            try (ResultSet first = reading.createStatement().executeQuery("SELECT * FROM event")) {
                assertThat(first.next()).isTrue();
                report = erase(VISITOR, null);
            }
            reading.rollback();
        }

        assertThat(report.notes()).anyMatch(note -> note.contains("-wal) still holds"));
        assertThat(traces()).isEmpty();
    }

    private String file() throws IOException {
        return Files.readString(folder.resolve("aftertalk.db"), StandardCharsets.ISO_8859_1);
    }
}
