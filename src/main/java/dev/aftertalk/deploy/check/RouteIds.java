package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Found.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that no two routes, and no two steps, have the same id: of two files the later one of the set is refused. */
final class RouteIds {

    private final Found found;
    private final Findings findings;
    private final Map<String, Named> first = new HashMap<>();

    RouteIds(Found found, Findings findings) {
        this.found = found;
        this.findings = findings;
    }

    void check() {
        routes();
        steps();
    }

    private void routes() {
        List<Named> all = found.routes.stream()
                .filter(route -> route.id() != null)
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
    }

    private void steps() {
        Map<String, Named> steps = new HashMap<>();
        for (Named each : found.stepIds) {
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
}
