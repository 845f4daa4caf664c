package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFile.Kind;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding.Level;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Named;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says that no file has the route that takes webhooks, or the router: no other file names them, so that nothing else is missing without. */
final class Essentials {

    private static final String WEBHOOK = "webhook";
    private static final String EVENTS = "events";

    private final RouteSet files;
    private final Found found;
    private final Findings findings;
    private final Level level;

    /** @param level whether the files are refused for it */
    Essentials(RouteSet files, Found found, Findings findings, Level level) {
        this.files = files;
        this.found = found;
        this.findings = findings;
        this.level = level;
    }

    void check() {
        List<Endpoint> beginnings = found.endpoints.stream()
                .filter(each -> each.isConsumer() && each.scheme().equals("ledger"))
                .toList();
        boolean router =
                beginnings.stream().anyMatch(each -> each.path().equals(EVENTS) || findings.isRefused(each.node()));
        if (!router && !isInRefused("ledger:" + EVENTS)) {
            missing(
                    "router.camel.yaml",
                    "no route begins with ledger:events, so that no event starts a workflow; put router.camel.yaml back, or"
                            + " write a route that has from: with uri: ledger:events");
        }
        List<Named> ids = found.routes.stream()
                .filter(route -> route.id() != null)
                .map(route ->
                        new Named(route.file(), null, route.id(), route.id().getValue()))
                .toList();
        if (ids.stream().noneMatch(each -> each.name().equals(WEBHOOK)) && !isInRefused(WEBHOOK)) {
            webhook(ids);
        }
    }

    private void webhook(List<Named> ids) {
        Optional<String> near = Near.to(WEBHOOK, ids.stream().map(Named::name).toList());
        String problem = "no route has the id 'webhook', so that no webhook is taken";
        if (near.isEmpty()) {
            missing(
                    "webhook.camel.yaml",
                    problem
                            + "; put webhook.camel.yaml back, or give that id to the route that begins with platform-http");
            return;
        }
        Named misspelt = ids.stream()
                .filter(each -> each.name().equals(near.get()))
                .findFirst()
                .orElseThrow();
        found(
                misspelt.file().path(),
                Yaml.line(misspelt.node()),
                Yaml.column(misspelt.node()),
                problem + ": write id: webhook here");
    }

    private boolean isInRefused(String text) {
        return found.refused.values().stream().anyMatch(each -> each.contains(text));
    }

    private void missing(String name, String problem) {
        Path folder = files.files().stream()
                .filter(file -> file.kind() == Kind.ROUTES)
                .map(RouteFile::path)
                .min(Comparator.comparing(Path::getNameCount))
                .map(Path::getParent)
                .orElse(null);
        found(folder == null ? Path.of(name) : folder.resolve(name), 0, 0, problem);
    }

    private void found(Path file, int line, int column, String problem) {
        if (level == Level.FAULT) {
            findings.fault(file, line, column, problem);
        } else {
            findings.doubt(file, line, column, problem);
        }
    }
}
