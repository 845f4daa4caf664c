package dev.aftertalk.deploy;

import dev.aftertalk.text.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.AntPathMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/** The folders of routes and kamelets that the settings name, and what is in them. */
public final class RouteFolders {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFolders.class);
    private static final String FILE = "file:";
    private static final String ROUTE = ".camel.yaml";
    static final String KAMELET = ".kamelet.yaml";
    private static final String SAMPLE = ".sample.json";

    /** More than Camel's reader takes; what is behind it can only be wrong. */
    private static final int LARGEST = 8 * 1024 * 1024;

    private static final Pattern YAML = Pattern.compile(".*\\.ya?ml(\\.txt)?$", Pattern.CASE_INSENSITIVE);

    private static final Pattern ENDINGS =
            Pattern.compile("(\\.camel|\\.kamelet)?\\.ya?ml(\\.txt)?$", Pattern.CASE_INSENSITIVE);

    private final List<String> patterns;
    private final List<Path> kamelets;
    private final Path templates;

    public RouteFolders(Environment settings) {
        this.patterns = files(settings.getProperty("camel.main.routes-include-pattern", ""));
        this.kamelets = files(settings.getProperty("camel.component.kamelet.location", "")).stream()
                .map(Path::of)
                .toList();
        this.templates = Path.of(settings.getProperty("mail.templates", "routes/mail"));
    }

    private static List<String> files(String locations) {
        return Arrays.stream(locations.split(","))
                .map(String::strip)
                .filter(pattern -> pattern.startsWith(FILE))
                .map(pattern -> pattern.substring(FILE.length()))
                .toList();
    }

    /**
     * Says in the log which files lie there and are not read.
     *
     * @throws NoRouteFilesException when patterns name files and there are none
     */
    public void requireFiles() {
        Map<Path, IOException> unreadable = new TreeMap<>();
        Set<Path> read = found(unreadable);
        if (!patterns.isEmpty() && read.isEmpty() && unreadable.isEmpty()) {
            throw new NoRouteFilesException(patterns.stream()
                    .map(pattern -> Path.of(folder(pattern)).toAbsolutePath().normalize() + " has no file "
                            + pattern.substring(folder(pattern).length()))
                    .collect(Collectors.joining("; ", "", ".")));
        }
        notRead().forEach((file, why) -> LOG.warn("{}: {}", file, why));
    }

    /** The YAML files that lie there and are not read, by their names, with what to call them. */
    public Map<Path, String> notRead() {
        Map<Path, IOException> unreadable = new TreeMap<>();
        Set<Path> read = new TreeSet<>(found(unreadable));
        Set<Path> others = new TreeSet<>();
        for (String pattern : patterns) {
            others.addAll(search(folder(pattern), "**/*", unreadable));
        }
        for (Path folder : kamelets) {
            search(folder.toString(), "*" + KAMELET, unreadable).forEach(read::add);
        }
        Set<Path> known = read.stream().map(RouteFolders::absolute).collect(Collectors.toSet());
        Map<Path, String> notRead = new TreeMap<>();
        for (Path file : others) {
            if (YAML.matcher(file.toString()).matches() && !known.contains(absolute(file))) {
                notRead.put(file, whyNotRead(file));
            }
        }
        return notRead;
    }

    private String whyNotRead(Path file) {
        String stem = ENDINGS.matcher(file.getFileName().toString()).replaceFirst("");
        return "it is not read, since its name says neither routes nor a kamelet; call it "
                + file.resolveSibling(stem + ROUTE) + " where routes stand in it, "
                + folder(RouteFile.Kind.KAMELET).resolve(stem + KAMELET) + " where a kamelet does";
    }

    /** Where files are that make a difference when they change. */
    public Set<Path> folders() {
        Set<Path> folders = new TreeSet<>(kamelets);
        patterns.forEach(pattern -> folders.add(Path.of(folder(pattern))));
        folders.add(templates);
        return folders;
    }

    /**
     * Where a file of a kind belongs.
     *
     * @param name below the folder of its kind, with {@code /} between folders
     */
    public Path place(RouteFile.Kind kind, String name) {
        return folder(kind).resolve(name);
    }

    /** The folder of a kind; of several the first. */
    private Path folder(RouteFile.Kind kind) {
        return switch (kind) {
            case ROUTES -> patterns.isEmpty() ? Path.of("routes") : Path.of(folder(patterns.get(0)));
            case KAMELET -> kamelets.isEmpty() ? Path.of("routes/kamelets") : kamelets.get(0);
            case TEMPLATE, SAMPLE -> templates;
            case FOLDER -> throw new IllegalArgumentException("a folder lies nowhere");
        };
    }

    /** Where mail templates are. */
    public Path templates() {
        return templates;
    }

    /** Whether it is one of the folders of kamelets. */
    boolean isKamelets(Path folder) {
        return folder != null
                && kamelets.stream().anyMatch(each -> absolute(each).equals(absolute(folder)));
    }

    /**
     * All the files as they are on the disk now; one that goes away meanwhile is not among them, one that can't be read is, and so is a folder
     * that can't be.
     */
    public RouteSet read() {
        List<RouteFile> files = new ArrayList<>();
        Map<Path, IOException> unreadable = new TreeMap<>();
        for (Path file : found(unreadable)) {
            add(files, file, RouteFile.Kind.ROUTES);
        }
        for (Path folder : kamelets) {
            search(folder.toString(), "*" + KAMELET, unreadable)
                    .forEach(file -> add(files, file, RouteFile.Kind.KAMELET));
        }
        for (Path file : search(templates.toString(), "**/*", unreadable)) {
            add(files, file, template(file));
        }
        addFolders(files, unreadable);
        return RouteSet.of(files);
    }

    private static void addFolders(List<RouteFile> files, Map<Path, IOException> unreadable) {
        unreadable.forEach((folder, e) ->
                files.add(RouteFile.unreadable(folder, RouteFile.Kind.FOLDER, "its folder " + folder + " " + why(e))));
    }

    /**
     * The files of a folder that is laid out as {@code routes/}, or holds one that is, as if they lay where the settings say.
     *
     * @param folder with {@code kamelets} and {@code mail} in it
     */
    public RouteSet read(Path folder) {
        Path root = Files.isDirectory(folder.resolve("routes")) ? folder.resolve("routes") : folder;
        List<RouteFile> files = new ArrayList<>();
        Map<Path, IOException> unreadable = new TreeMap<>();
        for (String pattern : patterns) {
            String written = pattern.substring(folder(pattern).length());
            search(root.toString(), written, unreadable).forEach(file -> add(files, file, root, RouteFile.Kind.ROUTES));
        }
        Path own = root.resolve("kamelets");
        search(own.toString(), "*" + KAMELET, unreadable)
                .forEach(file -> add(files, file, own, RouteFile.Kind.KAMELET));
        Path mails = root.resolve("mail");
        for (Path file : search(mails.toString(), "**/*", unreadable)) {
            add(files, file, mails, template(file));
        }
        addFolders(files, unreadable);
        return RouteSet.of(files);
    }

    private void add(List<RouteFile> files, Path file, Path from, RouteFile.Kind kind) {
        List<RouteFile> read = new ArrayList<>();
        add(read, file, kind);
        read.forEach(each -> files.add(
                new RouteFile(place(kind, from.relativize(file).toString()), kind, each.bytes(), each.unreadable())));
    }

    private static RouteFile.Kind template(Path file) {
        return file.toString().endsWith(SAMPLE) ? RouteFile.Kind.SAMPLE : RouteFile.Kind.TEMPLATE;
    }

    private static void add(List<RouteFile> files, Path file, RouteFile.Kind kind) {
        try (InputStream in = Files.newInputStream(file)) {
            files.add(new RouteFile(file, kind, in.readNBytes(LARGEST)));
        } catch (NoSuchFileException e) {
            // somebody moves or deletes it now
        } catch (IOException e) {
            files.add(RouteFile.unreadable(file, kind, "it " + why(e)));
        }
    }

    private static String why(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "can't be read by the user who runs Aftertalk, " + System.getProperty("user.name")
                    + "; change its owner or its rights";
        }
        return "can't be read: " + FileFault.reason(e) + "; see to the disk, or put it there anew";
    }

    /** The route files that there are. */
    Set<Path> found() {
        return found(new TreeMap<>());
    }

    private Set<Path> found(Map<Path, IOException> unreadable) {
        Set<Path> found = new TreeSet<>();
        for (String pattern : patterns) {
            String folder = folder(pattern);
            found.addAll(search(folder, pattern.substring(folder.length()), unreadable));
        }
        return found;
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static List<Path> search(String folder, String pattern, Map<Path, IOException> unreadable) {
        try {
            return RouteFileSearch.files(Path.of(folder), pattern, unreadable::put);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands before the first wildcard, up to its folder. */
    private static String folder(String pattern) {
        return AntPathMatcher.INSTANCE.isPattern(pattern)
                ? AntPathMatcher.INSTANCE.determineRootDir(pattern)
                : pattern.substring(0, pattern.lastIndexOf('/') + 1);
    }
}
