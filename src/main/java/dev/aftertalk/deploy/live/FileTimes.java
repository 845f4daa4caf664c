package dev.aftertalk.deploy.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tells whether some files are others than before, by their times and sizes, links followed. */
final class FileTimes {

    /** Of a folder of secret files, one file each. */
    private static final int DEPTH = 3;

    private final Collection<Path> files;
    private Map<Path, List<Object>> seen;

    /** @param files that need not be there; of a folder, what is in it */
    FileTimes(Collection<Path> files) {
        this.files = List.copyOf(files);
        this.seen = look();
    }

    /** Looks at them. @return whether one is another than the last time */
    boolean isChanged() {
        Map<Path, List<Object>> before = seen;
        seen = look();
        return !seen.equals(before);
    }

    /** Whether one was written since then. */
    boolean isAnyLaterThan(Instant time) {
        return seen.values().stream()
                .anyMatch(file -> ((FileTime) file.get(0)).toInstant().isAfter(time));
    }

    private Map<Path, List<Object>> look() {
        Map<Path, List<Object>> found = new TreeMap<>();
        files.forEach(file -> look(file, DEPTH, found));
        return found;
    }

    private static void look(Path file, int depth, Map<Path, List<Object>> found) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            if (!is.isDirectory()) {
                found.put(file, of(file, is));
            } else if (depth > 0) {
                try (Stream<Path> inside = Files.list(file)) {
                    inside.toList().forEach(each -> look(each, depth - 1, found));
                }
            }
        } catch (IOException e) {
            found.remove(file); // it is not there, or somebody moves it now
        }
    }

    /** What makes a file another. */
    static List<Object> of(Path file, BasicFileAttributes is) throws IOException {
        return List.of(
                is.lastModifiedTime(),
                is.size(),
                String.valueOf(is.fileKey()),
                file.toRealPath(),
                Files.isReadable(file));
    }
}
