package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.versions.RouteVersions;
import dev.aftertalk.deploy.versions.RouteVersions.Deployed;
import dev.aftertalk.deploy.versions.VersionKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Has what runs kept in the database, as soon as that can be written. */
final class Kept {

    private final RouteVersions versions;
    private final VersionKeeper keeper;
    private RouteSet before = RouteSet.of(List.of());
    private String last;

    Kept(RouteVersions versions, VersionKeeper keeper) {
        this.versions = versions;
        this.keeper = keeper;
    }

    /** @param lastGood this server's own: what is kept already */
    void start(RouteSet lastGood) {
        before = lastGood;
    }

    /**
     * Which files have changed since the last time, for the log.
     *
     * @param leftOut files that are there and don't run
     */
    String changes(RouteSet runs, Set<Path> leftOut) {
        return changed(runs, leftOut).stream()
                .map(file -> file.path() + (isGone(file, runs) ? " (deleted)" : ""))
                .collect(Collectors.joining(", "));
    }

    /**
     * Has kept what has changed.
     *
     * @param leftOut files that are there and don't run: they are not gone
     */
    void keep(RouteSet runs, Set<Path> leftOut, String checked) {
        String now = runs.version() + checked;
        if (!now.equals(last)) {
            List<Deployed> deployed = changed(runs, leftOut).stream()
                    .map(file -> isGone(file, runs)
                            ? Deployed.gone(file, "")
                            : new Deployed(file, versions.by(file, owner(file.path()))))
                    .toList();
            keeper.keep(deployed, runs.version(), checked);
            before = with(runs, leftOut);
            last = now;
        }
    }

    private List<RouteFile> changed(RouteSet runs, Set<Path> leftOut) {
        List<RouteFile> changed = new ArrayList<>();
        for (RouteFile file : runs.files()) {
            if (before.file(file.path()).filter(file::equals).isEmpty()) {
                changed.add(file);
            }
        }
        for (RouteFile file : before.files()) {
            if (isGone(file, runs) && !leftOut.contains(file.path())) {
                changed.add(file);
            }
        }
        return changed;
    }

    private static boolean isGone(RouteFile file, RouteSet runs) {
        return runs.file(file.path()).isEmpty();
    }

    private RouteSet with(RouteSet runs, Set<Path> leftOut) {
        RouteSet all = runs;
        for (RouteFile file : before.files()) {
            if (isGone(file, runs) && leftOut.contains(file.path())) {
                all = all.with(file);
            }
        }
        return all;
    }

    private static String owner(Path file) {
        try {
            return Files.getOwner(file).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
