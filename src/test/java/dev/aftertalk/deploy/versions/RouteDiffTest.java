package dev.aftertalk.deploy.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.versions.RouteDiff.Side;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Differences as people know them. */
class RouteDiffTest {

    private static Side side(String name, String text) {
        return new Side(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void showWhatIsAnotherWithThreeLinesAround() {
        assertThat(RouteDiff.of(side("a", "1\n2\n3\n4\n5\n6\n7\n8\n9\n"), side("b", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n")))
                .isEqualTo("--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    }

    @Test
    void areNoneBetweenTheSame() {
        assertThat(RouteDiff.of(side("a", "1\n2\n"), side("b", "1\n2\n"))).isEmpty();
    }

    @Test
    void showTheEndOfTheFileAndTheEndsOfLines() {
        assertThat(RouteDiff.of(side("a", "1\n2\n"), side("b", "1\n2")))
                .isEqualTo("--- a\n+++ b\n@@ -1,2 +1,2 @@\n 1\n-2\n+2\n\\ No newline at end of file\n");
        assertThat(RouteDiff.of(side("a", "1\n"), side("b", "1\r\n"))).contains("-1\n+1\r\n");
    }

    @Test
    void showAFileThatIsNotThere() {
        assertThat(RouteDiff.of(side("a", "1\n2\n"), new Side("b", null)))
                .isEqualTo("--- a\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-1\n-2\n");
        assertThat(RouteDiff.of(new Side("a", null), side("b", "1\n")))
                .isEqualTo("--- /dev/null\n+++ b\n@@ -0,0 +1,1 @@\n+1\n");
    }

    @Test
    void areNotMadeUpForAFileThatCantBeRead() {
        Path path = Path.of("routes/workflows/a.camel.yaml");
        for (RouteFile unreadable : List.of(
                new RouteFile(path, RouteFile.Kind.ROUTES, new byte[0], "it can't be read; change its rights"),
                new RouteFile(
                        path.getParent(), RouteFile.Kind.FOLDER, new byte[0], "it can't be read; change its rights"))) {
            assertThatThrownBy(() -> RouteDiff.disk(path, RouteSet.of(List.of(unreadable))))
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessage("routes/workflows/a.camel.yaml: it can't be read; change its rights.");
        }
        assertThat(RouteDiff.disk(path, RouteSet.of(List.of())).bytes()).isNull();
    }

    @Test
    void areToldOfWhatIsNoText() {
        assertThat(RouteDiff.of(
                        new Side("a", new byte[] {(byte) 0xff, '\n'}), new Side("b", new byte[] {(byte) 0xfe, '\n'})))
                .isEqualTo("a and b differ in what is no text\n");
    }
}
