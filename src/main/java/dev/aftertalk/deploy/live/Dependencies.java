package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What has to be made anew when some files are replaced by others.
 *
 * @param kamelets that have changed, and those that use them
 * @param configurations files whose route configurations have changed
 * @param routes files of routes that have changed, or that use what has
 */
record Dependencies(Set<String> kamelets, Set<Path> configurations, Set<Path> routes) {

    private static final String KAMELET = ".kamelet.yaml";
    private static final Pattern NAMES_CONFIGURATION =
            Pattern.compile("(?m)^[^#\\n]*\\brouteConfigurationId\\s*:\\s*[\"']?([^\"'#\\n]*)");

    static final Dependencies NONE = new Dependencies(Set.of(), Set.of(), Set.of());

    /** @param before of those that run */
    static Dependencies of(RouteSet before, RouteSet after) {
        Set<Path> changed = changed(before, after);
        Set<String> kamelets = kamelets(changed, after);
        Set<Path> configurations = new TreeSet<>();
        Set<String> ids = new TreeSet<>();
        for (Path path : changed) {
            Map<String, Object> was =
                    before.file(path).map(Dependencies::configurations).orElse(Map.of());
            Map<String, Object> is =
                    after.file(path).map(Dependencies::configurations).orElse(Map.of());
            if (!was.equals(is)) {
                configurations.add(path);
                ids.addAll(was.keySet());
                ids.addAll(is.keySet());
                ids.removeIf(id -> Objects.equals(was.get(id), is.get(id)));
            }
        }
        Set<Path> routes = new TreeSet<>();
        for (RouteFile file : after.files()) {
            boolean anew = file.kind() == RouteFile.Kind.ROUTES
                    && (changed.contains(file.path()) || isUsing(file, kamelets) || isNaming(file, ids));
            if (anew) {
                routes.add(file.path());
            }
        }
        return new Dependencies(kamelets, configurations, routes);
    }

    /**
     * What has to be made anew when settings become others.
     *
     * @param settings their names
     */
    static Dependencies onSettings(RouteSet files, Set<String> settings) {
        RouteSet others = RouteSet.of(
                files.files().stream().filter(file -> !isUsing(file, settings)).toList());
        return of(others, files);
    }

    private static Set<Path> changed(RouteSet before, RouteSet after) {
        Set<Path> changed = new TreeSet<>();
        before.files().forEach(file -> changed.add(file.path()));
        after.files().forEach(file -> changed.add(file.path()));
        changed.removeIf(path -> before.file(path).equals(after.file(path)));
        return changed;
    }

    private static Set<String> kamelets(Set<Path> changed, RouteSet after) {
        Set<String> kamelets = new TreeSet<>();
        for (Path path : changed) {
            String name = path.getFileName().toString();
            if (name.endsWith(KAMELET)) {
                kamelets.add(name(path));
            }
        }
        int known = -1;
        while (known < kamelets.size()) {
            known = kamelets.size();
            for (RouteFile file : after.files()) {
                if (file.kind() == RouteFile.Kind.KAMELET && isUsing(file, kamelets)) {
                    kamelets.add(name(file.path()));
                }
            }
        }
        return kamelets;
    }

    private static String name(Path path) {
        String name = path.getFileName().toString();
        return name.substring(0, name.length() - KAMELET.length());
    }

    /** By its text, so that a comment may lead to one time too many. */
    static boolean isUsing(RouteFile file, Set<String> names) {
        String text = Workflows.text(file);
        return names.stream().anyMatch(name -> Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                .matcher(text)
                .find());
    }

    private static boolean isNaming(RouteFile file, Set<String> ids) {
        return ids.contains("")
                || NAMES_CONFIGURATION
                        .matcher(Workflows.text(file))
                        .results()
                        .map(found -> found.group(1))
                        .anyMatch(named -> named.contains("*") || ids.stream().anyMatch(named::contains));
    }

    /** The route configurations of a file by their ids; empty for one without, which is for all routes. */
    private static Map<String, Object> configurations(RouteFile file) {
        Map<String, Object> found = new TreeMap<>();
        if (file.kind() != RouteFile.Kind.ROUTES || !Workflows.text(file).contains("oute")) {
            return found;
        }
        try {
            Object root = new Load(LoadSettings.builder().build()).loadFromString(Workflows.text(file));
            if (root instanceof Iterable<?> list) {
                for (Object each : list) {
                    if (each instanceof Map<?, ?> map) {
                        add(found, map.get("routeConfiguration"));
                        add(found, map.get("route-configuration"));
                    }
                }
            }
        } catch (YamlEngineException e) {
            return new HashMap<>(); // it is refused for that
        }
        return found;
    }

    private static void add(Map<String, Object> found, Object configuration) {
        if (configuration instanceof Map<?, ?> map) {
            found.put(Objects.toString(map.get("id"), ""), map);
        }
    }
}
