package dev.aftertalk.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIdentityTest {

    @TempDir
    Path folder;

    private static String inAnotherProcess(Path folder, boolean exclusive) throws Exception {
        try (NodeProcess other = NodeProcess.on(folder, exclusive)) {
            return other.said();
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
