package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SyncsTest {

    private static final int COMMITS = 50;

    @TempDir
    private Path folder;

    @Test
    void countsThoseOfAProcessAndOfThoseItStarts() throws IOException, InterruptedException {
        Syncs syncs = run(
                "sh",
                "-c",
                "dd if=/dev/zero of=one count=1 conv=fsync; dd if=/dev/zero of=two count=1 conv=fdatasync; dd if=/dev/zero of=three count=1");
        assertThat(syncs.count()).isEqualTo(2);
    }

    @Test
    void countsNoneOfAProcessThatNeverWaitsForTheDisk() throws IOException, InterruptedException {
        assertThat(run("dd", "if=/dev/zero", "of=one", "count=1").count()).isZero();
    }

    @Test
    void countsOneForEachCommitOfSqliteInAJvm() throws IOException, InterruptedException {
        Syncs syncs = new Syncs(folder);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Children.classPath(),
                Committing.class.getName());
        Process process = new ProcessBuilder(syncs.counted(command))
                .directory(folder.toFile())
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream()));
                OutputStream to = process.getOutputStream()) {
            assertThat(said.readLine()).isEqualTo("ready");
            double before = syncs.count();
            assumeCounted(before);
            to.write('\n');
            to.flush();
            assertThat(said.readLine()).isEqualTo("committed");
            assertThat(syncs.count() - before).isEqualTo(COMMITS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysNothingOfAProcessThatHasNotLoadedTheLibrary() throws IOException, InterruptedException {
        Syncs syncs = new Syncs(folder);
        Process process = new ProcessBuilder("dd", "if=/dev/zero", "of=one", "count=1", "conv=fsync")
                .directory(folder.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(syncs.count()).isNaN();
    }

    private Syncs run(String... command) throws IOException, InterruptedException {
        Syncs syncs = new Syncs(folder);
        Children.run(syncs.counted(List.of(command)), folder, folder.resolve("log"));
        assumeCounted(syncs.count());
        return syncs;
    }

    /** A machine may have no C compiler. */
    static void assumeCounted(double syncs) {
        assumeFalse(Double.isNaN(syncs), "syncs can't be counted here");
    }

    /** Commits as the ledger's writer does, when it is told to. */
    static final class Committing {

        public static void main(String... arguments) throws Exception {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:ledger.db");
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL");
                statement.execute("PRAGMA wal_autocheckpoint = 0");
                statement.execute("CREATE TABLE event (id INTEGER)");
                System.out.println("ready");
                System.in.read();
                for (int i = 0; i < COMMITS; i++) {
                    statement.execute("INSERT INTO event VALUES (" + i + ")");
                }
                System.out.println("committed");
                System.in.read();
            }
        }
    }
}
