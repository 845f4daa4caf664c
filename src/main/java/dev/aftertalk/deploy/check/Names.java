package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks that what files name is there, and is there once: routes, workflows, configurations, queues in memory, exceptions. */
final class Names {

    private static final Set<String> IN_MEMORY = Set.of("direct", "seda");

    private final Found found;
    private final Findings findings;

    Names(Found found, Findings findings) {
        this.found = found;
        this.findings = findings;
    }

    void check() {
        new RouteIds(found, findings).check();
        new WorkflowNames(found, findings).check();
        inMemory();
        configurations();
        exceptions();
    }

    static boolean isFixed(String name) {
        return !name.contains("{{") && !name.contains("${");
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
                                + right.stream()
                                        .filter(known -> known.endsWith("." + each.name()))
                                        .findFirst()
                                        .map(known -> "did you mean '" + known + "'?")
                                        .orElseGet(() -> Near.meant(
                                                each.name(),
                                                right,
                                                "write its whole name, such as " + String.join(", ", right))));
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
