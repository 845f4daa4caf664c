package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.core.env.Environment;

/**
 * A hash over all that a check's outcome depends on: the files, the settings they read, the program and what was added to it. Where it is the
 * same, there is nothing to check again.
 */
final class CheckedBefore {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)}}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");

    private CheckedBefore() {}

    /** Empty when the program is not in one file, as while it is developed: then it may be another at any time. */
    static String of(RouteSet files, Environment settings) {
        return of(files, settings, new ApplicationHome(CheckedBefore.class).getSource());
    }

    /** @param program null when that is not known */
    static String of(RouteSet files, Environment settings, File program) {
        if (program == null || !program.isFile()) {
            return "";
        }
        StringBuilder all = new StringBuilder(files.version());
        add(all, program.toPath());
        try (Stream<Path> added = Files.list(Path.of("lib"))) {
            added.sorted().forEach(file -> add(all, file));
        } catch (IOException e) {
            all.append("\nnothing added");
        }
        for (String name : names(files)) {
            all.append('\n').append(name).append('=').append(value(settings, name));
        }
        return RouteSet.of(List.of(new RouteFile(
                        Path.of(""), RouteFile.Kind.ROUTES, all.toString().getBytes(StandardCharsets.UTF_8))))
                .version();
    }

    private static String value(Environment settings, String name) {
        try {
            return settings.getProperty(name);
        } catch (IllegalArgumentException e) {
            return e.getMessage(); // it holds ${…} with a name that is not set
        }
    }

    private static void add(StringBuilder all, Path file) {
        File known = file.toFile();
        all.append('\n')
                .append(file)
                .append(' ')
                .append(known.length())
                .append(' ')
                .append(known.lastModified());
    }

    private static Set<String> names(RouteSet files) {
        Set<String> names = new TreeSet<>();
        for (RouteFile file : files.files()) {
            Matcher placeholder = PLACEHOLDER.matcher(Workflows.text(file));
            while (placeholder.find()) {
                NAME.matcher(placeholder.group(1)).results().forEach(name -> names.add(name.group()));
            }
        }
        return names;
    }
}
