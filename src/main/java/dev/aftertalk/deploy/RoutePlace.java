package dev.aftertalk.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.springframework.core.env.Environment;

/** Finds the file of a route by its id: Camel does not always say it. */
final class RoutePlace {

    private static final Pattern URI = Pattern.compile("[-\\s]*(?:uri|to|toD|from):\\s*[\"']?([^\\s\"'#]+).*");
    private static final Pattern ROUTE = Pattern.compile("- .*");
    private static final Pattern STEP = Pattern.compile("\\s*- .*");

    private RoutePlace() {}

    /**
     * What is known of a step that fails.
     *
     * @param names settings that it uses, or that are used beside it where Camel quotes more than the step
     * @param uri of its endpoint, as Camel says it; null when that is not known
     * @param option of it that can't be set, or null
     */
    record Fault(List<String> names, String uri, String option) {

        boolean isAt(String line) {
            Matcher said = URI.matcher(line);
            return uri != null && said.matches() && path(said.group(1)).equals(path(uri));
        }

        boolean isOption(String line) {
            return option != null && line.matches("[-\\s]*" + Pattern.quote(option) + ":(\\s.*)?");
        }

        boolean isNamed(String line) {
            return line.contains("{{") && names.stream().anyMatch(line::contains);
        }

        private static String path(String uri) {
            String path = uri.contains("?") ? uri.substring(0, uri.indexOf('?')) : uri;
            return path.replaceFirst(":/+", ":");
        }
    }

    /**
     * Returns the file, and the line of the parameter at fault, or else of the step, of the first of the placeholders or of the route's id;
     * empty when no file has that id.
     */
    static Optional<String> of(Environment settings, String id, Fault fault) {
        for (Path file : new RouteFolders(settings).found()) {
            OptionalInt line = in(lines(file), id, fault);
            if (line.isPresent()) {
                return Optional.of(file + ":" + line.getAsInt());
            }
        }
        return Optional.empty();
    }

    /** Returns that line of one file, from 1; empty when it has no such id. */
    static OptionalInt in(List<String> lines, String id, Fault fault) {
        Pattern said = Pattern.compile("[-\\s]*id:\\s*[\"']?" + Pattern.quote(id) + "[\"']?\\s*(#.*)?");
        OptionalInt at = first(lines, 0, lines.size(), said.asMatchPredicate());
        return at.isEmpty() ? at : OptionalInt.of(line(lines, at.getAsInt(), fault) + 1);
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

    private static int line(List<String> lines, int id, Fault fault) {
        int end = first(lines, id + 1, lines.size(), ROUTE.asMatchPredicate()).orElse(lines.size());
        OptionalInt step = first(lines, id, end, fault::isAt);
        if (step.isEmpty()) {
            return first(lines, id, end, fault::isOption)
                    .orElse(first(lines, id, lines.size(), fault::isNamed).orElse(id));
        }
        int at = step.getAsInt();
        int next = first(lines, at + 1, end, STEP.asMatchPredicate()).orElse(end);
        return first(lines, at, next, fault::isOption)
                .orElse(first(lines, at, next, fault::isNamed).orElse(at));
    }

    private static OptionalInt first(List<String> lines, int from, int end, Predicate<String> wanted) {
        return IntStream.range(from, end).filter(n -> wanted.test(lines.get(n))).findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // It is only to help finding the place.
        }
    }
}
