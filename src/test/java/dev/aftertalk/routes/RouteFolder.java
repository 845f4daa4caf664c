package dev.aftertalk.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the files of a routes folder offer each other: routes to call, kamelets, route configurations, mail templates, settings. */
record RouteFolder(Path path, List<RouteFile> files, Set<String> settings) {

    static RouteFolder read(Path path, Path settings) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(settings)) {
            properties.load(in);
        }
        List<RouteFile> files = new ArrayList<>();
        for (Path file : list(path)) {
            if (file.toString().endsWith(".yaml")) {
                try {
                    files.add(RouteFile.read(file));
                } catch (IOException e) {
                    // The check of that very file says what is wrong with it.
                }
            }
        }
        return new RouteFolder(path, files, properties.stringPropertyNames());
    }

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The same folder as if it held this file too. */
    RouteFolder with(RouteFile file) {
        List<RouteFile> all = new ArrayList<>(files);
        all.removeIf(other -> other.path().equals(file.path()));
        all.add(file);
        return new RouteFolder(path, all, settings);
    }

    /** The names that routes begin with, for one scheme: {@code direct} or {@code ledger}. */
    Set<String> consumed(String scheme) {
        return files.stream()
                .flatMap(file -> file.endpoints().stream())
                .filter(RouteEndpoint::consumed)
                .filter(endpoint -> endpoint.scheme().equals(scheme))
                .map(RouteEndpoint::name)
                .collect(Collectors.toSet());
    }

    Map<String, RouteFile> kamelets() {
        return files.stream()
                .filter(RouteFile::isKamelet)
                .collect(Collectors.toMap(RouteFile::stem, file -> file, (one, other) -> one, LinkedHashMap::new));
    }

    Set<String> configurations() {
        return files.stream()
                .flatMap(file -> file.all("routeConfiguration").stream())
                .map(configuration -> configuration.path("id").asText())
                .collect(Collectors.toSet());
    }

    long routesNamed(String id) {
        Predicate<String> same = id::equals;
        return files.stream()
                .flatMap(file -> file.routes().stream())
                .map(route -> route.path("id").asText())
                .filter(same)
                .count();
    }

    boolean hasTemplate(String name) {
        return Files.exists(path.resolve("mail").resolve(name + ".ftlh"));
    }
}
