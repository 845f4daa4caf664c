package dev.aftertalk.deploy;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.core.env.Environment;

/** Which folders routes may use: those below the working folder that are not Aftertalk's own. */
final class AllowedFolders {

    /** Folders in the working folder that a file: would break. */
    private static final List<String> OWN_FOLDERS = List.of("routes", "lib", "fast-start");

    private static final Path HERE = Path.of("").toAbsolutePath().normalize();

    private final Path data;

    AllowedFolders(Environment settings) {
        data = HERE.resolve(settings.getProperty("aftertalk.data-dir", "data")).normalize();
    }

    /** Whether it lies in {@code lib/}, into which only who runs the server may put something. */
    static boolean isInLib(Path path) {
        return path.toAbsolutePath().normalize().startsWith(HERE.resolve("lib"));
    }

    /** Why what lies there may not be written and taken away; empty when it may be. */
    Optional<String> refusalOfFolder(String path) {
        return refusal(
                path,
                folder -> !folder.equals(HERE)
                        && OWN_FOLDERS.stream().noneMatch(each -> folder.startsWith(HERE.resolve(each))),
                "file: may only use folders below the one Aftertalk is started in, and not routes, lib, fast-start or that of its data");
    }

    /** Why it may not be read; empty when it may be. The settings of the working folder hold secrets. */
    Optional<String> refusalOfFile(String path) {
        return refusal(
                path,
                file -> !HERE.equals(file.getParent()),
                "a resource is read from folders below the one Aftertalk is started in, such as routes, and not from that of its data");
    }

    private Optional<String> refusal(String text, Predicate<Path> others, String said) {
        if (text.contains("{{") || text.contains("${")) {
            return Optional.empty();
        }
        String instead = said + "; whoever runs the server can allow others with routes.allowed-components=file";
        try {
            Path path = HERE.resolve(text).normalize();
            return path.startsWith(HERE) && !path.startsWith(data) && others.test(path)
                    ? Optional.empty()
                    : Optional.of(instead);
        } catch (InvalidPathException e) {
            return Optional.of(instead);
        }
    }
}
