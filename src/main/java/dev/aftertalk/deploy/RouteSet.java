package dev.aftertalk.deploy;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All files of {@code routes/} that belong together, each in one version: those on disk at one moment, those that run, or those that would run
 * after an edit. It does not change.
 */
public final class RouteSet {

    private final SortedMap<Path, RouteFile> files;

    private RouteSet(SortedMap<Path, RouteFile> files) {
        this.files = Collections.unmodifiableSortedMap(files);
    }

    /** A set of these; of two with the same path the last. */
    public static RouteSet of(Collection<RouteFile> files) {
        SortedMap<Path, RouteFile> all = new TreeMap<>();
        files.forEach(file -> all.put(file.path(), file));
        return new RouteSet(all);
    }

    /** The files in the order of their paths, but for what {@link #last} says. */
    public Collection<RouteFile> files() {
        return files.values();
    }

    /** The version of a file that is in this set. */
    public Optional<RouteFile> file(Path path) {
        return Optional.ofNullable(files.get(path));
    }

    /** What is in each mail template, by its name in their folder, with {@code /} between folders. */
    public Map<String, byte[]> templates(Path folder) {
        Map<String, byte[]> templates = new TreeMap<>();
        for (RouteFile file : files.values()) {
            if (file.kind() == RouteFile.Kind.TEMPLATE) {
                templates.put(folder.relativize(file.path()).toString().replace(File.separatorChar, '/'), file.bytes());
            }
        }
        return templates;
    }

    /** This set with some files behind all others: of two that can't be there together the check refuses the later one. */
    public RouteSet last(Predicate<Path> those) {
        SortedMap<Path, RouteFile> sorted =
                new TreeMap<>(Comparator.<Path, Boolean>comparing(those::test).thenComparing(path -> path));
        sorted.putAll(files);
        return new RouteSet(sorted);
    }

    /** This set with another version of a file, or with one more. */
    public RouteSet with(RouteFile file) {
        SortedMap<Path, RouteFile> changed = new TreeMap<>(files);
        changed.put(file.path(), file);
        return new RouteSet(changed);
    }

    /** This set without a file. */
    public RouteSet without(Path path) {
        SortedMap<Path, RouteFile> changed = new TreeMap<>(files);
        changed.remove(path);
        return new RouteSet(changed);
    }

    /**
     * This set in which a folder that can't be read stands for the files it is known to have: they can't be read either, and are not gone.
     *
     * @param known where they are known from
     */
    public RouteSet withFilesOfUnreadableFolders(RouteSet known) {
        SortedMap<Path, RouteFile> all = new TreeMap<>(files);
        for (RouteFile folder : files.values()) {
            if (folder.kind() == RouteFile.Kind.FOLDER) {
                for (RouteFile file : known.files()) {
                    if (file.path().startsWith(folder.path())) {
                        all.remove(folder.path());
                        all.putIfAbsent(
                                file.path(), RouteFile.unreadable(file.path(), file.kind(), folder.unreadable()));
                    }
                }
            }
        }
        return new RouteSet(all);
    }

    /** SHA-256 over paths and contents, in hex: the same for two sets that hold the same. */
    public String version() {
        StringBuilder all = new StringBuilder();
        files.values().forEach(file -> all.append(file.path())
                .append(' ')
                .append(file.version())
                .append('\n'));
        return new RouteFile(Path.of(""), RouteFile.Kind.ROUTES, all.toString().getBytes(StandardCharsets.UTF_8))
                .version();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RouteSet set && files.equals(set.files);
    }

    @Override
    public int hashCode() {
        return files.keySet().hashCode();
    }
}
