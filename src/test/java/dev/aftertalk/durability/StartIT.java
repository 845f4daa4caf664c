package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SmtpPeer;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Which data a start refuses. */
class StartIT {

    private static final int PAGE = 4096;

    @TempDir
    static Path earlier;

    @TempDir
    Path folder;

    @BeforeAll
    static void startOnceAndStop() throws Exception {
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk = AftertalkProcess.asDeployed(
                        earlier.resolve("data"), AftertalkProcess.settings(iadvize, smtp))) {
            aftertalk.start();
            assertThat(aftertalk.terminate()).isEqualTo(143);
        }
        assertThat(earlier.resolve("data").resolve("aftertalk.db-wal"))
                .as("all is in the one file that is copied")
                .doesNotExist();
    }

    @Test
    void refusesDataThatANewerVersionHasWritten() throws Exception {
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk = withDataOfAnEarlierStart(iadvize, smtp)) {
            JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + file()))
                    .sql(
                            """
                            INSERT INTO flyway_schema_history
                            SELECT max(installed_rank) + 1, '999', 'of tomorrow', 'SQL', 'V999__of_tomorrow.sql', 1, 'me', '2026-11-22 00:00:00.000', 1, 1
                            FROM flyway_schema_history""")
                    .update();

            assertThatThrownBy(aftertalk::start)
                    .hasMessageContaining("written by another version of Aftertalk")
                    .hasMessageContaining("999")
                    .hasMessageContaining("restore a backup")
                    .hasMessageNotContaining("\tat ");
        }
    }

    @Test
    void refusesADamagedFileAndSaysWhatToDo() throws Exception {
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk = withDataOfAnEarlierStart(iadvize, smtp)) {
            try (RandomAccessFile file = new RandomAccessFile(file().toFile(), "rw")) {
                byte[] noise = new byte[PAGE];
                java.util.Arrays.fill(noise, (byte) 0x5a);
                for (long at = 2 * PAGE; at < file.length(); at += 2 * PAGE) {
                    file.seek(at);
                    file.write(noise);
                }
            }
            byte[] damaged = Files.readAllBytes(file());

            assertThatThrownBy(aftertalk::start)
                    .hasMessageContaining("The database file " + file() + " is damaged")
                    .hasMessageContaining("put the latest backup in its place")
                    .hasMessageNotContaining("\tat ");
            assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
        }
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "this is no database, but a text ".repeat(1000));
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk =
                        AftertalkProcess.with(folder.resolve("data"), AftertalkProcess.settings(iadvize, smtp))) {
            assertThatThrownBy(aftertalk::start).hasMessageContaining("The database file " + file() + " is damaged");
        }
    }

    private AftertalkProcess withDataOfAnEarlierStart(IadvizePeer iadvize, SmtpPeer smtp) throws Exception {
        Files.createDirectories(file().getParent());
        Files.copy(earlier.resolve("data").resolve("aftertalk.db"), file());
        return AftertalkProcess.with(folder.resolve("data"), AftertalkProcess.settings(iadvize, smtp));
    }

    private Path file() {
        return folder.resolve("data").resolve("aftertalk.db");
    }
}
