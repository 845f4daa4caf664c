package dev.aftertalk.deploy.versions;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is another between two texts. */
public final class RouteDiff {

    private static final int AROUND = 3;

    private RouteDiff() {}

    /**
     * A text and what it is called.
     *
     * @param bytes null for a file that is not there
     */
    public record Side(String name, byte[] bytes) {}

    /**
     * A file as it is there now.
     *
     * @param disk all files
     * @throws UnreadableFileException when what is in it can't be told
     */
    public static Side disk(Path path, RouteSet disk) {
        disk.files().stream()
                .filter(file -> !file.isRead() && path.startsWith(file.path()))
                .findFirst()
                .ifPresent(file -> {
                    throw new UnreadableFileException(path + ": " + file.unreadable() + ".");
                });
        return new Side(
                path + " (on disk)", disk.file(path).map(RouteFile::bytes).orElse(null));
    }

    /** The differences in the form that {@code patch} takes; empty when there are none. */
    public static String of(Side from, Side to) {
        if (Arrays.equals(from.bytes(), to.bytes())) {
            return "";
        }
        List<String> before = lines(from);
        List<String> after = lines(to);
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                name(from), name(to), before, DiffUtils.diff(before, after), AROUND);
        return diff.isEmpty()
                ? name(from) + " and " + name(to) + " differ in what is no text\n"
                : String.join("\n", diff) + "\n";
    }

    private static String name(Side side) {
        return side.bytes() == null ? "/dev/null" : side.name();
    }

    /** With the carriage returns, and as {@code diff} tells of the end of a file that has no line feed. */
    private static List<String> lines(Side side) {
        if (side.bytes() == null || side.bytes().length == 0) {
            return List.of();
        }
        String text = new String(side.bytes(), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        String last = lines.remove(lines.size() - 1);
        if (!last.isEmpty()) {
            lines.add(last + "\n\\ No newline at end of file");
        }
        return lines;
    }
}
