package dev.aftertalk.deploy.versions;

import dev.aftertalk.text.Misspelt;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the file that somebody means by a short name. */
public final class RouteNames {

    private static final Pattern ENDING = Pattern.compile("\\.(camel\\.yaml|kamelet\\.yaml|ftlh|ftl|html)$");

    private RouteNames() {}

    /**
     * The file that is meant.
     *
     * @param name its path, the last parts of that, or its name without its ending
     * @param known the files that there are
     * @throws NoSuchElementException when there is none, with the one that was probably meant
     * @throws IllegalArgumentException when it may be one or another
     */
    public static Path find(String name, Collection<Path> known) {
        TreeSet<Path> sorted = new TreeSet<>(known);
        Path wanted = Path.of(name.replace('\\', '/')).normalize();
        Path absolute = wanted.toAbsolutePath();
        List<Predicate<Path>> ways = List.of(
                path -> path.toAbsolutePath().normalize().equals(absolute),
                path -> path.endsWith(wanted),
                path -> path.getNameCount() > 0 && shortName(path).equals(name),
                path -> path.getNameCount() > 0 && withoutEnding(path).endsWith(wanted));
        for (Predicate<Path> way : ways) {
            List<Path> found = sorted.stream().filter(way).toList();
            if (found.size() > 1) {
                throw new IllegalArgumentException(name + " may be "
                        + found.stream().map(Path::toString).collect(Collectors.joining(" or "))
                        + ": write more of its path.");
            }
            if (found.size() == 1) {
                return found.get(0);
            }
        }
        throw new NoSuchElementException("There is no file " + name + " in routes/, and no version of one"
                + near(name, sorted).map(each -> ": did you mean " + each + "?").orElse("."));
    }

    private static Optional<String> near(String name, Collection<Path> known) {
        TreeSet<String> names = new TreeSet<>();
        for (Path path : known) {
            names.add(shortName(path));
            for (int first = 0; first < path.getNameCount(); first++) {
                names.add(path.subpath(first, path.getNameCount()).toString());
            }
        }
        return Misspelt.near(name, names);
    }

    /** The name that is enough as long as no other file has the same. */
    static String shortName(Path path) {
        return ENDING.matcher(path.getFileName().toString()).replaceFirst("");
    }

    private static Path withoutEnding(Path path) {
        return path.resolveSibling(shortName(path));
    }
}
