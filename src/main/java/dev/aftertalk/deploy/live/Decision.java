package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides which versions of the files run together, so that none of them has a fault. A change that has one, or that would break a file which
 * has not changed, is refused, and what ran before goes on.
 */
final class Decision {

    private final RouteSet wanted;
    private final RouteSet running;
    private final RouteCheck check;
    private final boolean leavesOut;
    private final SortedMap<Path, List<Finding>> refused = new TreeMap<>();
    private final Map<Path, RouteFile> leftOut = new TreeMap<>();
    private final Set<Place> standing = new HashSet<>();
    private RouteSet runs;

    private Decision(RouteSet wanted, RouteSet running, RouteCheck check, boolean leavesOut) {
        this.wanted = wanted.withFilesOfUnreadableFolders(running);
        this.running = running;
        this.check = check;
        this.leavesOut = leavesOut;
        this.runs = this.wanted;
    }

    /**
     * What was decided.
     *
     * @param runs the files that run together
     * @param refused what is wrong with each file whose version, or whose deletion, does not count
     * @param leftOut those of them of which no version runs
     * @param others what else is to be said: doubts, and faults that no change has made
     */
    record Outcome(
            RouteSet runs,
            SortedMap<Path, List<Finding>> refused,
            SortedMap<Path, RouteFile> leftOut,
            List<Finding> others) {

        /** No change counts. @param why in one finding */
        private static Outcome nothing(RouteSet runs, Finding why) {
            return new Outcome(runs, new TreeMap<>(Map.of(why.file(), List.of(why))), new TreeMap<>(), List.of());
        }

        /** What is wrong where the server can't do without: no version of the webhook, the router or the error handling can run. */
        List<Finding> fatal() {
            boolean isEssential = leftOut.values().stream().anyMatch(Workflows::isEssential)
                    || leftOut.values().stream().anyMatch(file -> file.kind() == RouteFile.Kind.FOLDER)
                            && runs.files().stream().noneMatch(Workflows::isEssential);
            return isEssential ? refused.values().stream().flatMap(List::stream).toList() : List.of();
        }
    }

    /**
     * Decides what runs while a server is up: what has not changed is never taken away.
     *
     * @param wanted as the files are on the disk
     * @param running as they run
     * @param check finds what is wrong with files that would run together
     */
    static Outcome whileRunning(RouteSet wanted, RouteSet running, RouteCheck check) {
        Decision decision = new Decision(wanted, running, check, false);
        return Duties.allGone(running, decision.wanted)
                .map(gone -> Outcome.nothing(running, gone))
                .orElseGet(decision::decide);
    }

    /**
     * Decides what runs from a start on: what has a fault without a change, as after an update, is left out.
     *
     * @param lastGood the last good versions
     */
    static Outcome atStart(RouteSet wanted, RouteSet lastGood, RouteCheck check) {
        return new Decision(wanted, lastGood, check, true).decide();
    }

    private Outcome decide() {
        List<Finding> findings = settle();
        if (refused.size() > 1) {
            readmit();
            findings = findings(runs);
        }
        List<Finding> others =
                findings.stream().filter(finding -> !isOpen(finding)).toList();
        return new Outcome(runs, refused, new TreeMap<>(leftOut), others);
    }

    /** Refuses until no fault is left. */
    private List<Finding> settle() {
        while (true) {
            List<Finding> findings = findings(runs);
            Map<Path, List<Finding>> faults = findings.stream()
                    .filter(this::isOpen)
                    .collect(Collectors.groupingBy(Finding::file, TreeMap::new, Collectors.toList()));
            if (faults.isEmpty()) {
                return findings;
            }
            Map<Path, List<Finding>> own = new TreeMap<>(faults);
            own.keySet().removeIf(path -> !isChanged(path));
            own.forEach(this::refuse);
            if (own.isEmpty()) {
                blame(faults.values().stream().flatMap(List::stream).toList());
            }
        }
    }

    private boolean isOpen(Finding finding) {
        return finding.isFault() && !standing.contains(Place.of(finding));
    }

    /** A change may have been refused for what another one did that is refused itself. */
    private void readmit() {
        for (Path path : List.copyOf(refused.keySet())) {
            RouteSet tried = with(runs, path, wanted.file(path));
            RouteFile out = leftOut.remove(path);
            if (findings(tried).stream().noneMatch(this::isOpen)) {
                runs = tried;
                refused.remove(path);
            } else if (out != null) {
                leftOut.put(path, out);
            }
        }
    }

    private void refuse(Path path, List<Finding> findings) {
        refused.computeIfAbsent(path, each -> new ArrayList<>()).addAll(findings);
        Optional<RouteFile> before = running.file(path);
        if (before.isEmpty()) {
            wanted.file(path).ifPresent(file -> leftOut.put(path, file));
        }
        runs = with(runs, path, before);
    }

    /** Finds the changes that faults in files without one come from. */
    private void blame(List<Finding> faults) {
        Set<Path> changes = changes();
        Map<Path, List<Finding>> blamed = blamed(faults, changes);
        Finding first = faults.get(0);
        if (!blamed.isEmpty()) {
            blamed.forEach((path, all) -> refuse(path, List.of(because(path, all))));
        } else if (!changes.isEmpty() && isMadeGoodBy(changes, first)) {
            changes.forEach(path -> refuse(path, List.of(because(path, List.of(first)))));
        } else if (leavesOut && runs.file(first.file()).isPresent()) {
            RouteFile file = runs.file(first.file()).get();
            refused.computeIfAbsent(file.path(), each -> new ArrayList<>()).add(first);
            leftOut.put(file.path(), file);
            runs = runs.without(file.path());
        } else {
            standing.add(Place.of(first));
        }
    }

    /** The faults by the first change without which each is not there. */
    private Map<Path, List<Finding>> blamed(List<Finding> faults, Set<Path> changes) {
        Map<Path, List<Finding>> blamed = new LinkedHashMap<>();
        List<Finding> open = new ArrayList<>(faults);
        for (Path path : changes) {
            if (open.isEmpty()) {
                break;
            }
            Set<Place> without = places(with(runs, path, running.file(path)));
            List<Finding> gone = open.stream()
                    .filter(fault -> !without.contains(Place.of(fault)))
                    .toList();
            if (!gone.isEmpty()) {
                blamed.put(path, gone);
                open.removeAll(gone);
            }
        }
        return blamed;
    }

    private boolean isMadeGoodBy(Set<Path> changes, Finding fault) {
        RouteSet without =
                changes.stream().reduce(runs, (set, path) -> with(set, path, running.file(path)), (a, b) -> b);
        return !places(without).contains(Place.of(fault));
    }

    private Set<Place> places(RouteSet files) {
        return findings(files).stream().filter(Finding::isFault).map(Place::of).collect(Collectors.toSet());
    }

    /** The words of one fault may be others beside other files: they name what there is. */
    private record Place(Path file, int line, int column, String problem) {

        static Place of(Finding finding) {
            return new Place(
                    finding.file(), finding.line(), finding.column(), finding.line() == 0 ? finding.problem() : "");
        }
    }

    private Finding because(Path path, List<Finding> faults) {
        boolean isGone = wanted.file(path).isEmpty();
        String what = isGone
                ? "it can't be deleted, or moved away, while it is needed: "
                : running.file(path).isEmpty()
                        ? "it can't be added beside what runs: "
                        : "with this change there is a fault elsewhere: ";
        String todo = isGone ? "; put it back, or take away first what needs it" : "";
        String others = faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)";
        return new Finding(path, 0, 0, Finding.Level.FAULT, what + faults.get(0) + others + todo);
    }

    /** First what others depend on. */
    private Set<Path> changes() {
        Set<Path> paths =
                new TreeSet<>(Comparator.<Path, Integer>comparing(this::order).thenComparing(path -> path));
        runs.files().forEach(file -> paths.add(file.path()));
        running.files().forEach(file -> paths.add(file.path()));
        paths.removeIf(path -> !isChanged(path) || leftOut.containsKey(path));
        return paths;
    }

    private int order(Path path) {
        return runs.file(path)
                .map(file -> file.kind() == RouteFile.Kind.ROUTES ? 2 : 1)
                .orElse(0);
    }

    private boolean isChanged(Path path) {
        return !runs.file(path).equals(running.file(path));
    }

    private List<Finding> findings(RouteSet set) {
        RouteSet checked = set;
        for (RouteFile file : leftOut.values()) {
            Optional<RouteFile> standIn = file.kind() == RouteFile.Kind.ROUTES
                    ? Workflows.standIn(file, Workflows.in(set))
                    : Optional.empty();
            checked = standIn.map(checked::with).orElse(checked);
        }
        List<Finding> findings =
                new ArrayList<>(check.check(checked.last(path -> !set.file(path).equals(running.file(path)))));
        findings.removeIf(finding -> leftOut.containsKey(finding.file()));
        if (!leavesOut) {
            findings.addAll(Duties.left(running, set));
        }
        return findings;
    }

    private static RouteSet with(RouteSet set, Path path, Optional<RouteFile> file) {
        return file.map(set::with).orElseGet(() -> set.without(path));
    }
}
