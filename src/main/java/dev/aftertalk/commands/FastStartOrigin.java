package dev.aftertalk.commands;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * What a faster start was made of, as it says in a file beside it. The JVM minds when its class path has changed since, and works without what it
 * kept; but that the jar was replaced which this was unpacked from, it does not know.
 */
final class FastStartOrigin {

    private static final String FILE = "made-of";

    private final Properties made;

    private FastStartOrigin(Properties made) {
        this.made = made;
    }

    /** Keeps it in a folder. */
    static void write(Path folder, Path jar) throws IOException {
        Properties made = new Properties();
        made.setProperty("jar", relative(jar));
        made.setProperty("jar.size", "" + Files.size(jar));
        made.setProperty("jar.changed", "" + changed(jar));
        made.setProperty("jar.sum", "" + sum(jar));
        made.setProperty("java", java());
        made.setProperty("lib", lib());
        try (Writer writer = Files.newBufferedWriter(folder.resolve(FILE))) {
            made.store(writer, null);
        }
    }

    /** That of this process; empty when it was started otherwise. */
    static Optional<FastStartOrigin> ofThisProcess() {
        URI jar = URI.create(FastStartOrigin.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        // In the jar as it is deployed it is that of a jar in a jar.
        return "file".equals(jar.getScheme()) ? read(Path.of(jar).resolveSibling(FILE)) : Optional.empty();
    }

    private static Optional<FastStartOrigin> read(Path file) {
        Properties made = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            made.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // started otherwise, or nothing is known of it
        }
        return Optional.of(new FastStartOrigin(made));
    }

    /** The jar that it was unpacked from. */
    Path jar() {
        return Path.of(made.getProperty("jar", ""));
    }

    /** Whether another jar lies there now. One that is gone, as from the image of a container, says nothing. */
    boolean isOfAnotherJar() {
        Path jar = jar();
        try {
            return Files.isRegularFile(jar)
                    && (Files.size(jar) != Long.parseLong(made.getProperty("jar.size"))
                            || changed(jar) != Long.parseLong(made.getProperty("jar.changed"))
                                    && sum(jar) != Long.parseLong(made.getProperty("jar.sum")));
        } catch (IOException | NumberFormatException e) {
            return true; // on its way, perhaps
        }
    }

    /** What else has changed, so that the JVM can't use what it kept. */
    List<String> otherChanges() {
        List<String> changes = new ArrayList<>();
        if (!lib().equals(made.getProperty("lib"))) {
            changes.add("lib/");
        }
        if (!java().equals(made.getProperty("java"))) {
            changes.add("Java");
        }
        return changes;
    }

    private static String relative(Path jar) {
        Path here = Path.of("").toAbsolutePath();
        Path there = jar.toAbsolutePath().normalize();
        return (there.startsWith(here) ? here.relativize(there) : there).toString();
    }

    private static String java() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
    }

    private static String lib() {
        Path lib = Path.of("lib");
        if (!Files.isDirectory(lib)) {
            return "";
        }
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(FastStart::isJar)
                    .map(FastStartOrigin::described)
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            return "unreadable";
        }
    }

    private static String described(Path jar) {
        try {
            return jar.getFileName() + " " + Files.size(jar) + " " + changed(jar);
        } catch (IOException e) {
            return jar.getFileName() + " unreadable";
        }
    }

    /** In seconds: more does not survive in an image of a container. */
    private static long changed(Path file) throws IOException {
        return Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
    }

    private static long sum(Path file) throws IOException {
        try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(file), new CRC32C())) {
            in.transferTo(OutputStream.nullOutputStream());
            return in.getChecksum().getValue();
        }
    }
}
