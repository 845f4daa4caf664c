package dev.aftertalk.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells a part of a folder that is laid out as {@code routes/} from the whole: without the others most of its names would be unknown. */
final class RouteParts {

    private RouteParts() {}

    /** The folder above, where that is laid out as {@code routes/} and this is not. */
    static Optional<Path> whole(Path folder) {
        try {
            return Optional.ofNullable(folder.toRealPath().getParent())
                    .filter(above ->
                            isLaidOut(above) && !isLaidOut(folder) && !Files.isDirectory(folder.resolve("routes")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isLaidOut(Path folder) {
        return Files.isDirectory(folder.resolve("kamelets")) || Files.isDirectory(folder.resolve("mail"));
    }
}
