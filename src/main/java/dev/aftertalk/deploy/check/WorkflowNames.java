package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.ledger.SplitWorkflows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks that somebody works on what the router starts, that nobody else does, and that somebody starts what is worked on. */
final class WorkflowNames {

    private static final String START = "start/";
    private static final String WORKFLOW = "workflow/";

    private final Found found;
    private final Findings findings;
    private final Map<String, Endpoint> workers = new LinkedHashMap<>();
    private final Set<String> started = new TreeSet<>();
    private final Set<String> known = new TreeSet<>();

    WorkflowNames(Found found, Findings findings) {
        this.found = found;
        this.findings = findings;
    }

    void check() {
        gather();
        starts();
        unstarted();
    }

    private void gather() {
        Set<String> misspelt = new TreeSet<>();
        // Also those something else is wrong with: their names are there.
        for (Endpoint each : ledger()) {
            String name = each.path().substring(each.path().indexOf('/') + 1);
            boolean right = each.path().startsWith(WORKFLOW) || each.path().startsWith(START);
            if (!right && each.path().contains("/")) {
                misspelt.add(name);
            } else if (each.isConsumer() && each.path().startsWith(WORKFLOW)) {
                Endpoint before = workers.putIfAbsent(name, each);
                if (before != null) {
                    findings.fault(
                            each.file(),
                            each.node(),
                            "the workflow '" + name + "' is worked on by "
                                    + before.file().path() + ":" + Yaml.line(before.node())
                                    + " already; give this one another name");
                }
            } else if (!each.isConsumer() && each.path().startsWith(START)) {
                started.add(name);
            }
        }
        started.addAll(misspelt);
        known.addAll(workers.keySet());
        known.addAll(misspelt);
    }

    private void starts() {
        for (Endpoint each : ledger()) {
            if (findings.isRefused(each.node())) {
                continue;
            }
            String name = each.path().startsWith(START) ? each.path().substring(START.length()) : "";
            if (!each.isConsumer()
                    && !name.isEmpty()
                    && Names.isFixed(name)
                    && !isWorkedOn(name)
                    && !found.mayHave(each.file().path(), name)) {
                findings.fault(
                        each.file(),
                        each.node(),
                        name,
                        "no workflow is called '" + name + "': "
                                + Near.meant(
                                        name,
                                        known,
                                        "a file in routes/workflows must begin with uri: ledger:workflow/" + name
                                                + "; there are " + String.join(", ", known)));
            }
        }
    }

    private void unstarted() {
        Set<String> startedParts = started.stream()
                .flatMap(name -> SplitWorkflows.parts(name).stream())
                .collect(Collectors.toSet());
        boolean all = started.stream().anyMatch(name -> !Names.isFixed(name));
        workers.forEach((name, worker) -> {
            boolean isStarted = startedParts.contains(name)
                    || started.stream()
                            .anyMatch(each -> !known.contains(each)
                                    && Near.to(each, known).filter(name::equals).isPresent())
                    || SplitWorkflows.parts(name).stream().anyMatch(startedParts::contains);
            if (!isStarted
                    && !all
                    && Names.isFixed(name)
                    && !found.mayHave(worker.file().path(), START + name)) {
                findings.doubt(
                        worker.file(),
                        worker.node(),
                        "nothing starts the workflow '" + name + "'; write uri: ledger:start/" + name
                                + " in the branch of routes/router.camel.yaml that is for its event type");
            }
        });
    }

    private boolean isWorkedOn(String name) {
        return known.contains(name)
                || SplitWorkflows.parts(name).stream().anyMatch(known::contains)
                || known.contains(SplitWorkflows.before(name));
    }

    private List<Endpoint> ledger() {
        return found.endpoints.stream()
                .filter(each -> each.scheme().equals("ledger"))
                .toList();
    }
}
