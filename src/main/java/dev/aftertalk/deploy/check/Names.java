package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Named;
import dev.aftertalk.deploy.check.Found.Route;
import dev.aftertalk.ledger.SplitWorkflows;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks that what files name is there, and is there once: routes, workflows, configurations, queues in memory. */
final class Names {

    private static final String START = "start/";
    private static final String WORKFLOW = "workflow/";
    private static final Set<String> IN_MEMORY = Set.of("direct", "seda");

    private final Found found;
    private final Findings findings;

    Names(Found found, Findings findings) {
        this.found = found;
        this.findings = findings;
    }

    void check() {
        ids();
        workflows();
        inMemory();
        configurations();
        exceptions();
    }

    private void ids() {
        Map<String, Named> first = new HashMap<>();
        List<Named> all = found.routes.stream()
                .filter(route -> route.id() != null)
                .sorted(Comparator.comparing((Route route) -> route.file().path()))
                .map(route ->
                        new Named(route.file(), null, route.id(), route.id().getValue()))
                .toList();
        for (Named each : all) {
            Named before = first.putIfAbsent(each.name(), each);
            if (before != null) {
                findings.fault(
                        each.file(),
                        each.node(),
                        "the route id '" + each.name() + "' is taken by "
                                + before.file().path() + ":" + Yaml.line(before.node())
                                + "; give this route another one");
            }
        }
        Map<String, Named> steps = new HashMap<>();
        for (Named each : found.stepIds.stream()
                .sorted(Comparator.comparing((Named id) -> id.file().path()))
                .toList()) {
            Named before =
                    first.containsKey(each.name()) ? first.get(each.name()) : steps.putIfAbsent(each.name(), each);
            if (before != null && before.node() != each.node()) {
                findings.fault(
                        each.file(),
                        each.node(),
                        "the id '" + each.name() + "' is taken by "
                                + before.file().path() + ":" + Yaml.line(before.node())
                                + "; give this step another one, or none");
            }
        }
    }

    private static boolean isFixed(String name) {
        return !name.contains("{{") && !name.contains("${");
    }

    private void workflows() {
        Map<String, Endpoint> workers = new LinkedHashMap<>();
        Set<String> started = new TreeSet<>();
        Set<String> misspelt = new TreeSet<>();
        // Also those something else is wrong with: their names are there.
        List<Endpoint> ledger = found.endpoints.stream()
                .filter(each -> each.scheme().equals("ledger"))
                .toList();
        for (Endpoint each : ledger) {
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
        Set<String> known = new TreeSet<>(workers.keySet());
        known.addAll(misspelt);
        for (Endpoint each : ofScheme("ledger")) {
            String name = each.path().startsWith(START) ? each.path().substring(START.length()) : "";
            if (!each.isConsumer()
                    && !name.isEmpty()
                    && isFixed(name)
                    && !isWorkedOn(name, known)
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
        Set<String> startedParts = started.stream()
                .flatMap(name -> SplitWorkflows.parts(name).stream())
                .collect(Collectors.toSet());
        boolean all = started.stream().anyMatch(name -> !isFixed(name));
        workers.forEach((name, worker) -> {
            boolean isStarted = startedParts.contains(name)
                    || started.stream()
                            .anyMatch(each -> !known.contains(each)
                                    && Near.to(each, known).filter(name::equals).isPresent())
                    || SplitWorkflows.parts(name).stream().anyMatch(startedParts::contains);
            if (!isStarted
                    && !all
                    && isFixed(name)
                    && !found.mayHave(worker.file().path(), START + name)) {
                findings.doubt(
                        worker.file(),
                        worker.node(),
                        "nothing starts the workflow '" + name + "'; write uri: ledger:start/" + name
                                + " in the branch of routes/router.camel.yaml that is for its event type");
            }
        });
    }

    private static boolean isWorkedOn(String name, Set<String> known) {
        return known.contains(name)
                || SplitWorkflows.parts(name).stream().anyMatch(known::contains)
                || known.contains(SplitWorkflows.before(name));
    }

    private List<Endpoint> ofScheme(String scheme) {
        return found.endpoints.stream()
                .filter(each -> each.scheme().equals(scheme) && !findings.isRefused(each.node()))
                .toList();
    }

    /** In the path, or as the parameter {@code name}. */
    private static String nameInMemory(Endpoint endpoint) {
        return endpoint.path().isEmpty() && endpoint.parameters() != null
                ? Yaml.text(Yaml.value(endpoint.parameters(), "name"))
                : endpoint.path();
    }

    private void inMemory() {
        for (String scheme : IN_MEMORY) {
            Set<String> taken = ofScheme(scheme).stream()
                    .filter(Endpoint::isConsumer)
                    .map(Names::nameInMemory)
                    .collect(Collectors.toCollection(TreeSet::new));
            boolean any = taken.stream().anyMatch(name -> !isFixed(name));
            for (Endpoint each : ofScheme(scheme)) {
                String name = nameInMemory(each);
                if (!each.isConsumer()
                        && isFixed(name)
                        && !any
                        && !taken.contains(name)
                        && !found.mayHave(each.file().path(), name)) {
                    findings.fault(
                            each.file(),
                            each.node(),
                            name,
                            "no route begins with " + scheme + ":" + name + ": "
                                    + Near.meant(
                                            name, taken, "write one that has from: with uri: " + scheme + ":" + name));
                }
            }
        }
    }

    private void configurations() {
        Set<String> known =
                found.configurations.stream().map(Named::name).collect(Collectors.toCollection(TreeSet::new));
        for (Named use : found.configurationUses) {
            for (String each : use.name().split(",")) {
                String name = each.strip();
                boolean pattern = name.endsWith("*") || name.contains("{{");
                if (!pattern
                        && !known.contains(name)
                        && !found.mayHave(use.file().path(), "id: " + name)) {
                    findings.fault(
                            use.file(),
                            use.node(),
                            name,
                            "no routeConfiguration has the id '" + name + "': "
                                    + Near.meant(
                                            name,
                                            known,
                                            known.isEmpty()
                                                    ? "routes/errors.camel.yaml is where they stand"
                                                    : "there are " + String.join(", ", known)));
                }
            }
        }
        Map<String, Named> first = new HashMap<>();
        for (Named each : found.configurations) {
            Named before = first.putIfAbsent(each.name(), each);
            if (before != null) {
                findings.fault(
                        each.file(),
                        each.node(),
                        "the routeConfiguration '" + each.name() + "' is in "
                                + before.file().path() + ":" + Yaml.line(before.node())
                                + " already; give this one another id");
            }
        }
    }

    private void exceptions() {
        Set<String> right = new TreeSet<>(Set.of(
                "java.lang.Exception",
                "java.io.IOException",
                "java.util.concurrent.TimeoutException",
                "org.apache.camel.http.base.HttpOperationFailedException",
                "dev.aftertalk.ledger.PermanentException",
                "dev.aftertalk.ledger.RetryableException",
                "dev.aftertalk.ledger.WaitingException",
                "dev.aftertalk.ledger.InvalidEventException"));
        for (Named each : found.exceptions) {
            if (isFixed(each.name()) && !isException(each.name())) {
                findings.fault(
                        each.file(),
                        each.node(),
                        each.name(),
                        "there is no exception '" + each.name() + "': "
                                + Near.meant(
                                        each.name(),
                                        right,
                                        "write its whole name, such as " + String.join(", ", right)));
            }
        }
    }

    private static boolean isException(String name) {
        try {
            return Throwable.class.isAssignableFrom(Class.forName(name, false, Names.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
