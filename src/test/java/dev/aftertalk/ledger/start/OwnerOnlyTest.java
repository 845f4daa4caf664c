package dev.aftertalk.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

/** What a start makes in the data folder is the owner's alone. */
@ExtendWith(OutputCaptureExtension.class)
class OwnerOnlyTest {

    @TempDir
    Path home;

    private Path data;

    @BeforeEach
    void openToAll() throws IOException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = home.resolve("var/data");
    }

    /** What happens before the first connection, and that connection. */
    private void start() throws IOException, SQLException {
        String url = "jdbc:sqlite:" + data.resolve("aftertalk.db");
        LedgerConfiguration.dataFolder(new MockEnvironment()
                        .withProperty("aftertalk.data-dir", data.toString())
                        .withProperty("spring.datasource.url", url))
                .postProcessBeanFactory(null);
        NodeIdentity.of(data, true).close();
        try (Connection connection = DriverManager.getConnection(url + "?journal_mode=WAL");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE IF NOT EXISTS a (b)");
            statement.executeUpdate("INSERT INTO a VALUES (1)");
            assertThat(rights()).hasSize(5);
            assertThat(rights().keySet()).contains("aftertalk.db-wal", "aftertalk.db-shm");
        }
    }

    private Map<String, String> rights() throws IOException {
        try (Stream<Path> all = Stream.concat(Stream.of(data), Files.list(data))) {
            Map<String, String> rights = new TreeMap<>();
            for (Path each : all.toList()) {
                rights.put(
                        each.getFileName().toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
            }
            return rights;
        }
    }

    @Test
    void nobodyElseCanReadWhatAFirstStartMakes(CapturedOutput log) throws Exception {
        start();

        assertThat(rights())
                .containsEntry("data", "rwx------")
                .containsEntry("aftertalk.db", "rw-------")
                .containsEntry("node", "rw-------");
        assertThat(log).doesNotContain("chmod");
    }

    @Test
    void theFilesBesideTheDatabaseAreTheOwnersToo() throws Exception {
        Files.createDirectories(data); // made by somebody else, and open

        start();

        assertThat(rights()).containsEntry("data", "rwxr-xr-x").containsEntry("aftertalk.db", "rw-------");
    }

    @Test
    void warnsOfADatabaseThatEverybodyCanReadAndLeavesItsRights(CapturedOutput log) throws Exception {
        start();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(data.resolve("aftertalk.db"), PosixFilePermissions.fromString("rw-r--r--"));

        start();

        assertThat(log).containsOnlyOnce("chmod -R go-rwx " + data);
        assertThat(rights()).containsEntry("aftertalk.db", "rw-r--r--");
    }

    @Test
    void theDataFolderMayBeALink() throws Exception {
        Path real = Files.createDirectories(home.resolve("volume"));
        data = Files.createSymbolicLink(home.resolve("link"), real);

        start();

        assertThat(real.resolve("aftertalk.db")).exists();
    }
}
