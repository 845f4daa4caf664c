package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What it says where there can be no copy; that a copy is whole is tried under load by BackupIT. */
@ExtendWith(OutputCaptureExtension.class)
class BackupCommandTest {

    @TempDir
    Path folder;

    @BeforeEach
    void database() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("aftertalk.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE a (b)");
        }
    }

    private int backUp(Path to) {
        return Commands.run("backup", to.toString(), "--aftertalk.data-dir=" + folder);
    }

    @Test
    void saysThatTheFolderIsMissingAndHowToMakeIt(CapturedOutput output) {
        Path backups = folder.resolve("backups");
        assertThat(backUp(backups.resolve("x.db"))).isEqualTo(2);
        assertThat(output.getErr())
                .contains("There is no folder " + backups + ": make it, readable by this user alone (mkdir -m 700 "
                        + backups + ")");
        assertThat(backups).doesNotExist();
    }

    @Test
    void saysWhyACopyCouldNotBeWritten(CapturedOutput output) throws Exception {
        Path copy = folder.resolve("x.db");
        Path inTheWay =
                Files.createDirectories(folder.resolve("x.db.part/mine")).getParent();
        assertThat(backUp(copy)).isEqualTo(1);
        assertThat(output.getErr())
                .contains("The backup failed, and " + copy + " was not written: the folder " + inTheWay
                        + " is not empty.");
    }

    @Test
    void copiesWhereThereIsAFolder(CapturedOutput output) {
        assertThat(backUp(folder.resolve("x.db"))).as(output.getErr()).isZero();
        assertThat(folder.resolve("x.db")).isNotEmptyFile();
    }

    @Test
    void hasEveryCommandSayWhichFileItCouldNotUse(CapturedOutput output) {
        assertThat(CommandSettings.run(() -> {
                    throw new UncheckedIOException(
                            new NoSuchFileException(folder.resolve("none/lib").toString()));
                }))
                .isEqualTo(2);
        assertThat(output.getErr())
                .isEqualTo("This can't be done: there is no folder " + folder.resolve("none") + "; make it."
                        + System.lineSeparator() + "Put that right." + System.lineSeparator());
    }
}
