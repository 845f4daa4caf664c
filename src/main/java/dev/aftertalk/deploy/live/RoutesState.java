package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What runs at one moment, and what does not.
 *
 * @param runs the files that run, or will once what is under way has finished
 * @param refused what is wrong with each file of which another version runs, or none
 * @param leftOut those of which none runs
 * @param waiting those whose routes are not replaced yet
 */
record RoutesState(RouteSet runs, Map<Path, List<Finding>> refused, Map<Path, RouteFile> leftOut, Set<Path> waiting) {

    static final RoutesState NONE = new RoutesState(RouteSet.of(List.of()), Map.of(), Map.of(), Set.of());

    /** In a word: {@code running}, {@code waiting}, {@code refused} (another version runs) or {@code left out}. */
    String of(Path path) {
        if (leftOut.containsKey(path)) {
            return "left out";
        }
        if (refused.containsKey(path)) {
            return "refused";
        }
        return waiting.contains(path) ? "waiting" : "running";
    }
}
