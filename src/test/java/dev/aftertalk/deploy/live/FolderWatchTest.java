package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is noticed of changes, at once or at the next look. */
class FolderWatchTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void isToldOfWhatIsSavedMovedAndDeletedInFoldersOfFolders() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("routes/workflows"));
        try (FolderWatch watch = new FolderWatch(List.of(folder.resolve("routes")))) {
            Path file = Files.writeString(deep.resolve("a.camel.yaml"), "one");
            assertThat(watch.await(LONG)).isTrue();
            assertThat(watch.isChanged()).isTrue();
            Path beside = Files.writeString(folder.resolve("beside"), "two");
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(watch.await(LONG)).isTrue();
            assertThat(watch.isChanged()).isTrue();
            Files.delete(file);
            assertThat(watch.await(LONG)).isTrue();
            assertThat(watch.isChanged()).isTrue();
            assertThat(watch.isChanged()).isFalse();
        }
    }

    @Test
    void isToldOfAFolderThatIsNew() throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        try (FolderWatch watch = new FolderWatch(List.of(routes))) {
            Path more = Files.createDirectories(routes.resolve("more"));
            assertThat(watch.await(LONG)).isTrue();
            watch.isChanged();
            Files.writeString(more.resolve("a.camel.yaml"), "one");
            assertThat(watch.await(LONG)).isTrue();
            assertThat(watch.isChanged()).isTrue();
        }
    }

    @Test
    void isToldOfAFolderThatTookAnothersPlace() throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Path other = Files.createDirectories(folder.resolve("other"));
        try (FolderWatch watch = new FolderWatch(List.of(routes))) {
            Files.move(routes, folder.resolve("before"));
            Files.move(other, routes);
            watch.isChanged();
            while (watch.await(Duration.ZERO)) {
                // of the moves
            }
            Files.writeString(routes.resolve("a.camel.yaml"), "one");
            assertThat(watch.await(LONG)).isTrue();
        }
    }

    /** As Kubernetes does with a ConfigMap: the files are links through one that is moved. */
    @Test
    void seesALinkThatIsMoved() throws Exception {
        for (String version : List.of("..one", "..two")) {
            Files.writeString(Files.createDirectories(folder.resolve(version)).resolve("a.camel.yaml"), "same");
        }
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..one"));
        Path routes = Files.createSymbolicLink(folder.resolve("routes"), Path.of("..data"));
        try (FolderWatch watch = new FolderWatch(List.of(routes))) {
            assertThat(watch.isChanged()).isFalse();
            Path other = Files.createSymbolicLink(folder.resolve("..new"), Path.of("..two"));
            Files.move(
                    other,
                    folder.resolve("..data"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            assertThat(watch.isChanged()).isTrue();
        }
    }

    @Test
    void doesWithoutAFolder() throws Exception {
        Path routes = folder.resolve("routes");
        try (FolderWatch watch = new FolderWatch(List.of(routes))) {
            assertThat(watch.isChanged()).isFalse();
            Files.writeString(Files.createDirectories(routes).resolve("a.camel.yaml"), "one");
            assertThat(watch.isChanged()).isTrue();
        }
    }
}
