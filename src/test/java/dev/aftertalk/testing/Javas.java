package dev.aftertalk.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Javas of this machine. */
public final class Javas {

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private Javas() {}

    /** The folder of one that is this new: that of the tests if it is, else one in {@code /usr/lib/jvm}. */
    public static Optional<Path> atLeast(int version) throws IOException {
        if (Runtime.version().feature() >= version) {
            return Optional.of(Path.of(System.getProperty("java.home")));
        }
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(INSTALLED)) {
            return found.filter(java -> Files.isExecutable(java.resolve("bin/java")))
                    .filter(java -> version(java) >= version)
                    .findFirst();
        }
    }

    /** As the file that each brings says; 0 when it brings none. */
    private static int version(Path java) {
        try {
            Matcher named = VERSION.matcher(Files.readString(java.resolve("release")));
            return named.find() ? Integer.parseInt(named.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
