package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.ledger.Ledger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which files are refused and why, once for each reason; what the router starts of a workflow that is left out is kept as skipped. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Ledger ledger;
    private final Set<String> said = new TreeSet<>();
    private final Set<String> skipped = new TreeSet<>();
    private Set<Path> refused = Set.of();
    private Map<Path, List<Finding>> findings = Map.of();
    private Map<Path, RouteFile> leftOut = Map.of();
    private List<Finding> others = List.of();
    private RouteSet runs = RouteSet.of(List.of());

    Refusals(Ledger ledger) {
        this.ledger = ledger;
    }

    Map<Path, List<Finding>> findings() {
        return findings;
    }

    Map<Path, RouteFile> leftOut() {
        return leftOut;
    }

    /** What is wrong with what is refused, a line each. */
    List<String> lines() {
        return findings.values().stream()
                .flatMap(List::stream)
                .map(Finding::toString)
                .toList();
    }

    /** Whether there is no fault at all. */
    boolean isEmpty() {
        return findings.isEmpty() && others.stream().noneMatch(Finding::isFault);
    }

    /** What was decided last counts. */
    void now(Decision.Outcome outcome) {
        findings = Map.copyOf(outcome.refused());
        leftOut = Map.copyOf(outcome.leftOut());
        others = outcome.others();
        skip(outcome.runs());
    }

    /** One more, which showed late. @param runs what runs all the same */
    void add(RouteFile file, Finding finding, RouteSet runs) {
        findings = new TreeMap<>(findings);
        findings.put(file.path(), List.of(finding));
        if (runs.file(file.path()).filter(file::equals).isPresent()) {
            leftOut = new TreeMap<>(leftOut);
            leftOut.put(file.path(), file);
        }
        skip(runs);
        say();
    }

    private void skip(RouteSet now) {
        runs = now;
        Set<String> there = runs.files().stream()
                .filter(file -> !leftOut.containsKey(file.path()))
                .flatMap(file -> Swaps.names(file).stream())
                .collect(Collectors.toSet());
        Set<String> out = new TreeSet<>();
        leftOut.forEach((path, file) -> Swaps.names(file).stream()
                .filter(name -> !there.contains(name))
                .forEach(name -> {
                    out.add(name);
                    ledger.leaveOut(
                            name,
                            "The workflow is left out: " + findings.get(path).get(0) + ".");
                }));
        skipped.stream()
                .filter(name -> !out.contains(name) && !there.contains(name))
                .forEach(ledger::takeIn);
        skipped.clear();
        skipped.addAll(out);
    }

    /** One line for each finding that was not said before, and one for what is refused no more. */
    void say() {
        Set<Path> again = new TreeSet<>(refused);
        again.removeAll(findings.keySet());
        if (!again.isEmpty()) {
            LOG.info("Not refused any more: {}", again);
        }
        refused = findings.keySet();
        Set<String> lines = new TreeSet<>();
        others.forEach(finding -> lines.add(finding.toString()));
        findings.forEach((path, all) -> all.forEach(finding -> lines.add(finding
                + (leftOut.containsKey(path)
                        ? "; the file is left out until it is corrected"
                        : isFile(path) ? "; its last good version runs on" : "; all that ran goes on"))));
        lines.stream().filter(line -> !said.contains(line)).forEach(LOG::warn);
        said.clear();
        said.addAll(lines);
    }

    private boolean isFile(Path path) {
        return runs.file(path).isPresent();
    }
}
