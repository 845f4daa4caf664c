package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {

    /** As it happens when the benchmark is ended: the phase under way cleans up, and the program's end does. */
    @Test
    void deletesWhatSomebodyElseDeletesAtTheSameTime(@TempDir Path in) throws Exception {
        Path folder = Children.folder(in);
        for (int i = 0; i < 300; i++) {
            Path each = Files.createDirectory(folder.resolve("folder-" + i));
            for (int j = 0; j < 10; j++) {
                Files.createFile(each.resolve("file-" + j));
            }
        }
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(CompletableFuture.runAsync(() -> delete(folder)));
        }
        for (CompletableFuture<Void> each : all) {
            each.get();
        }
        assertThat(folder).doesNotExist();
    }

    private static void delete(Path folder) {
        try {
            Children.delete(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
