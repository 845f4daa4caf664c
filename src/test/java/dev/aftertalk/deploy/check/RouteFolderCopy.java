package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;

/** A copy of the shipped {@code routes/}, for edits, and what the check says of it. */
public final class RouteFolderCopy {

    private final Path folder;
    private final StandardEnvironment settings = new StandardEnvironment();

    /** @param folder that is empty */
    public RouteFolderCopy(Path folder) throws IOException {
        this.folder = folder;
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(Path.of("routes").relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        settings.getPropertySources()
                .addLast(new ResourcePropertySource("jar", new ClassPathResource("application.properties")));
        set(Map.of(
                "camel.main.routes-include-pattern", "file:" + folder + "/**/*.camel.yaml",
                "camel.component.kamelet.location", "file:" + folder + "/kamelets",
                "mail.templates", folder + "/mail"));
    }

    /** Sets more settings. */
    public RouteFolderCopy set(Map<String, Object> more) {
        settings.getPropertySources().addFirst(new MapPropertySource("more" + more.hashCode(), more));
        return this;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Changes a file, which must change it. */
    public RouteFolderCopy edit(String name, UnaryOperator<String> change) {
        try {
            String before = Files.readString(file(name));
            String after = change.apply(before);
            if (after.equals(before)) {
                throw new AssertionError("The edit changes nothing in " + name);
            }
            Files.writeString(file(name), after);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RouteFolderCopy write(String name, byte[] bytes) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.write(file(name), bytes);
        return this;
    }

    public RouteFolders folders() {
        return new RouteFolders(settings);
    }

    public RouteSet read() {
        return folders().read();
    }

    /** As the command makes it. */
    public RouteCheck check() {
        return RouteFilesCheck.beforeDeploying(settings, Beans.SCANNED);
    }

    /** What the command would say. */
    public List<Finding> findings() {
        return check().check(read());
    }

    /** Read once: the classes stay. */
    private static final class Beans {
        static final KnownBeans SCANNED = new ScannedBeans();
    }
}
