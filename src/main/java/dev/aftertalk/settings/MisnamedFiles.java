package dev.aftertalk.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Files that were meant to hold settings and that Spring does not read: Windows hides endings and does not mind capitals. */
final class MisnamedFiles {

    private static final Set<String> READ = Set.of("application.properties", "application.yaml", "application.yml");

    private MisnamedFiles() {}

    /** Returns a sentence for each in a folder and its {@code config}, with the name that was meant. */
    static List<String> in(Path folder) {
        return Stream.of(folder, folder.resolve("config"))
                .flatMap(each -> list(each).stream())
                .toList();
    }

    private static List<String> list(Path folder) {
        Path listed = folder.toString().isEmpty() ? Path.of(".") : folder;
        if (!Files.isDirectory(listed)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(listed)) {
            return files.filter(file -> !READ.contains(file.getFileName().toString())
                            && READ.contains(meant(file))
                            && Files.isRegularFile(file))
                    .sorted()
                    .map(file -> folder.resolve(file.getFileName()) + " is not read: its name must be " + meant(file))
                    .toList();
        } catch (IOException e) {
            return List.of(); // A folder that can't be listed is none of ours to complain about here.
        }
    }

    private static String meant(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.txt$", "");
    }
}
