package dev.aftertalk.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/** Finds the file of a route by its id: Camel does not always say it. */
final class RoutePlace {

    private RoutePlace() {}

    /**
     * Returns the file and the line of the first of the placeholders, or else of the id; empty when no file has that id.
     *
     * @param names settings that the failing step uses
     */
    static Optional<String> of(Environment settings, String id, List<String> names) {
        Pattern said = Pattern.compile("[-\\s]*id:\\s*[\"']?" + Pattern.quote(id) + "[\"']?\\s*(#.*)?");
        for (Path file : new RouteFolders(settings).found()) {
            List<String> lines = lines(file);
            for (int n = 0; n < lines.size(); n++) {
                if (said.matcher(lines.get(n)).matches()) {
                    return Optional.of(file + ":" + (line(lines, n, names) + 1));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the file and the line of each step that uses a kamelet. */
    static List<String> using(Environment settings, String kamelet) {
        Pattern used = Pattern.compile(".*\\bkamelet:(//)?" + Pattern.quote(kamelet) + "(?![\\w-]).*");
        List<String> places = new ArrayList<>();
        for (Path file : new RouteFolders(settings).found()) {
            List<String> lines = lines(file);
            for (int n = 0; n < lines.size(); n++) {
                if (used.matcher(lines.get(n)).matches()) {
                    places.add(file + ":" + (n + 1));
                }
            }
        }
        return places;
    }

    private static int line(List<String> lines, int id, List<String> names) {
        for (int n = id; n < lines.size(); n++) {
            String line = lines.get(n);
            if (line.contains("{{") && names.stream().anyMatch(line::contains)) {
                return n;
            }
        }
        return id;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // It is only to help finding the place.
        }
    }
}
