package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Finding.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Gathers what is found, of each place one thing, and what it is refused for before what is doubtful. Of what is refused nothing more is said. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();
    private final Map<String, Finding> places = new HashMap<>();
    private final Set<Path> refused = new HashSet<>();
    private final Set<Node> refusedNodes = Collections.newSetFromMap(new IdentityHashMap<>());

    void fault(CheckedFile file, Node at, String problem) {
        refusedNodes.add(at);
        add(new Finding(file.path(), Yaml.line(at), Yaml.column(at), Level.FAULT, problem));
    }

    /** @param part of what the node says, where the fault is */
    void fault(CheckedFile file, Node at, String part, String problem) {
        refusedNodes.add(at);
        int[] place = file.placeOf(at, part);
        add(new Finding(file.path(), place[0], place[1], Level.FAULT, problem));
    }

    void fault(Path file, int line, int column, String problem) {
        add(new Finding(file, line, column, Level.FAULT, problem));
    }

    void doubt(CheckedFile file, Node at, String part, String problem) {
        if (!isRefused(at)) {
            int[] place = file.placeOf(at, part);
            add(new Finding(file.path(), place[0], place[1], Level.DOUBT, problem));
        }
    }

    void doubt(CheckedFile file, Node at, String problem) {
        doubt(file, at, "", problem);
    }

    void doubt(Path file, int line, int column, String problem) {
        add(new Finding(file, line, column, Level.DOUBT, problem));
    }

    private void add(Finding finding) {
        if (finding.isFault()) {
            refused.add(finding.file());
        }
        String place = finding.file() + ":" + finding.line() + ":" + finding.column();
        Finding before = finding.line() == 0 ? null : places.putIfAbsent(place, finding);
        if (before == null) {
            all.add(finding);
        } else if (finding.isFault() && !before.isFault()) {
            places.put(place, finding);
            all.set(all.indexOf(before), finding);
        }
    }

    /** Whether something is wrong with the file. */
    boolean isRefused(Path file) {
        return refused.contains(file);
    }

    /** Whether it was said already what is wrong there. */
    boolean isRefused(Node node) {
        return refusedNodes.contains(node);
    }

    /** Says no more of it, as what is wrong was said for something around it. */
    void silence(Node node) {
        refusedNodes.add(node);
    }

    List<Finding> all() {
        return all.stream()
                .sorted(Comparator.comparing(Finding::file)
                        .thenComparing(Finding::line)
                        .thenComparing(Finding::column))
                .toList();
    }
}
