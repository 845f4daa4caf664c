package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What a server that runs must not lose by an edit: nothing names these routes, so that nothing else is missing when they are gone, and yet
 * events are refused, or lie there, from then on. Whoever wants to go without them says so by a start.
 */
final class Duties {

    private static final Pattern EVENTS = Pattern.compile("(?m)^[^#\\n]*\\bledger:(?://)?events\\b");

    private enum Duty {
        WEBHOOK("a route with the id 'webhook'", "no webhook is taken"),
        ROUTER("a route that begins with ledger:events", "no event starts a workflow");

        private final String what;
        private final String without;

        Duty(String what, String without) {
            this.what = what;
            this.without = without;
        }
    }

    private Duties() {}

    /** Which files have what no file has any more. @param before as they run */
    static List<Finding> left(RouteSet before, RouteSet after) {
        Set<Duty> there = EnumSet.noneOf(Duty.class);
        after.files().forEach(file -> there.addAll(of(file)));
        Map<Duty, RouteFile> lost = new EnumMap<>(Duty.class);
        for (RouteFile file : before.files()) {
            of(file).stream().filter(duty -> !there.contains(duty)).forEach(duty -> lost.put(duty, file));
        }
        List<Finding> findings = new ArrayList<>();
        lost.forEach((duty, file) -> findings.add(new Finding(
                file.path(),
                0,
                0,
                Finding.Level.FAULT,
                (after.file(file.path()).isEmpty()
                                ? "it can't be deleted, or moved away, while it is needed: it has "
                                : "it had ")
                        + duty.what + ", and without one " + duty.without
                        + "; put it back, or to go without it, take it away while Aftertalk is stopped")));
        return findings;
    }

    /**
     * Whether what is needed is gone with all other routes: then it is the folder that is gone, and no file of it is to be looked at by itself.
     *
     * @return what to say of that folder
     */
    static Optional<Finding> allGone(RouteSet before, RouteSet after) {
        return after.files().stream().anyMatch(Duties::isRoutes)
                        || left(before, after).isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        folder(before),
                        0,
                        0,
                        Finding.Level.FAULT,
                        "no route file is left in this folder, so that it can only have been deleted, emptied or not mounted by"
                                + " mistake; put the files back"));
    }

    private static boolean isRoutes(RouteFile file) {
        return file.kind() == RouteFile.Kind.ROUTES;
    }

    /** The one that all route files lie in, as the settings name it. */
    private static Path folder(RouteSet files) {
        List<Path> paths = files.files().stream()
                .filter(Duties::isRoutes)
                .map(RouteFile::path)
                .toList();
        for (Path folder = paths.get(0).getParent(); folder != null; folder = folder.getParent()) {
            Path common = folder;
            if (paths.stream().allMatch(path -> path.startsWith(common))) {
                return common;
            }
        }
        return Path.of(".");
    }

    private static Set<Duty> of(RouteFile file) {
        Set<Duty> duties = EnumSet.noneOf(Duty.class);
        if (isRoutes(file)) {
            String text = Workflows.text(file);
            if (EVENTS.matcher(text).find()) {
                duties.add(Duty.ROUTER);
            }
            if (text.contains("webhook") && isWebhook(text)) {
                duties.add(Duty.WEBHOOK);
            }
        }
        return duties;
    }

    private static boolean isWebhook(String text) {
        try {
            return new Load(LoadSettings.builder().setAllowDuplicateKeys(true).build()).loadFromString(text)
                            instanceof Iterable<?> items
                    && has(items);
        } catch (YamlEngineException e) {
            return true; // it is refused for that
        }
    }

    private static boolean has(Iterable<?> items) {
        for (Object item : items) {
            if (item instanceof Map<?, ?> map
                    && map.get("route") instanceof Map<?, ?> route
                    && "webhook".equals(route.get("id"))) {
                return true;
            }
        }
        return false;
    }
}
