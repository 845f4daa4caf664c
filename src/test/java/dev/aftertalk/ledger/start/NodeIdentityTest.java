package dev.aftertalk.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIdentityTest {

    @TempDir
    Path folder;

    /** Another process: takes the identity of the folder, says what it got and keeps it until its input ends. */
    public static void main(String[] arguments) throws IOException {
        try (NodeIdentity identity = NodeIdentity.of(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1]))) {
            System.out.println("id " + identity.id());
            System.in.read();
        } catch (DataFolderInUseException e) {
            System.out.println("refused " + e.getMessage());
        }
    }

    private static String inAnotherProcess(Path folder, boolean exclusive) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeIdentityTest.class.getName(),
                        folder.toString(),
                        String.valueOf(exclusive))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            return output.lines()
                    .filter(line -> line.startsWith("id ") || line.startsWith("refused "))
                    .findFirst()
                    .orElseThrow();
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void isTheSameAfterARestart() throws IOException {
        String first;
        try (NodeIdentity identity = NodeIdentity.of(folder, true)) {
            first = identity.id();
        }

        try (NodeIdentity identity = NodeIdentity.of(folder, true)) {
            assertThat(identity.id())
                    .isEqualTo(first)
                    .isEqualTo(UUID.fromString(first).toString());
        }
    }

    @Test
    void differsFromFolderToFolderWhichItMakes() throws IOException {
        try (NodeIdentity one = NodeIdentity.of(folder.resolve("a/b"), true);
                NodeIdentity other = NodeIdentity.of(folder.resolve("c"), true)) {
            assertThat(one.id()).isNotEqualTo(other.id());
        }
        assertThat(folder.resolve("a/b/node")).isNotEmptyFile();
    }

    @Test
    void drawsANewOneWhenTheFileWasCutShortByACrash() throws IOException {
        Files.createFile(folder.resolve("node"));

        try (NodeIdentity identity = NodeIdentity.of(folder, true)) {
            assertThat(identity.id()).hasSize(36);
        }
    }

    @Test
    void refusesAnotherProcessOnAFolderThatIsExclusive() throws Exception {
        // Both when the identity was drawn just now and when it was there already.
        for (int start = 0; start < 2; start++) {
            try (NodeIdentity identity = NodeIdentity.of(folder, true)) {
                assertThat(identity.id()).isNotEmpty();
                assertThat(inAnotherProcess(folder, true)).startsWith("refused").contains(folder.toString());
            }
        }
    }

    @Test
    void refusesASecondNodeInTheSameProcess() throws IOException {
        try (NodeIdentity identity = NodeIdentity.of(folder, true)) {
            assertThat(identity.id()).isNotEmpty();
            assertThatThrownBy(() -> NodeIdentity.of(folder, true)).isInstanceOf(DataFolderInUseException.class);
        }
    }

    @Test
    void givesAnotherProcessAPassingIdentityOnAFolderThatIsShared() throws Exception {
        try (NodeIdentity identity = NodeIdentity.of(folder, false)) {
            assertThat(inAnotherProcess(folder, false)).startsWith("id ").isNotEqualTo("id " + identity.id());
            assertThat(Files.readString(folder.resolve("node")).strip()).isEqualTo(identity.id());
        }
    }

    @Test
    void passesOnToTheNextProcessWhenItEnds() throws Exception {
        String id;
        try (NodeIdentity identity = NodeIdentity.of(folder, true)) {
            id = identity.id();
        }

        assertThat(inAnotherProcess(folder, true)).isEqualTo("id " + id);
    }
}
