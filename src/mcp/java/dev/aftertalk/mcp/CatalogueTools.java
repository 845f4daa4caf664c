package dev.aftertalk.mcp;

import dev.aftertalk.access.Scope;
import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.deploy.RunningRoutes;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What workflows and kamelets there are. */
final class CatalogueTools implements ToolGroup {

    private static final int MOST = 100;

    private final RunningRoutes running;
    private final Operations operations;

    CatalogueTools(RunningRoutes running, Operations operations) {
        this.running = running;
        this.operations = operations;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(
                        "list_workflows",
                        "Workflows",
                        "Lists the workflows: what each does, in which file it stands, whether it runs or who paused it, and how many of its runs wait,"
                                + " run or are dead.",
                        Set.of(Scope.READ),
                        Tool.Effect.READS,
                        InputSchema.none().text("name", "Those only whose name has this part."),
                        this::workflows),
                new Tool(
                        "list_kamelets",
                        "Building blocks of workflows",
                        "Lists the kamelets, which workflows are built of: what each does, and with a name also its parameters with type, default, example"
                                + " and whether they must be given.",
                        Set.of(Scope.READ),
                        Tool.Effect.READS,
                        InputSchema.none().text("name", "Of one kamelet everything, such as email-sink."),
                        this::kamelets));
    }

    /** A workflow, with what its file says; that is null for one whose file is gone. */
    record Workflow(Catalogue.Route route, Operations.Workflow now) {}

    private Object workflows(Arguments asked, Caller caller) {
        Map<String, Catalogue.Route> routes = Catalogue.workflows(running.files());
        Shown shown = Shown.to(caller);
        String part = asked.text("name") == null ? "" : asked.text("name");
        List<Workflow> found = operations.workflows().stream()
                .filter(each -> each.name().contains(part))
                .map(each -> new Workflow(routes.get(each.name()), shown.workflow(each)))
                .toList();
        return Map.of("workflows", found.subList(0, Math.min(MOST, found.size())), "inAll", found.size());
    }

    /** A kamelet with no more than the names of its parameters. */
    record Named(String name, String title, List<String> parameters) {}

    private Object kamelets(Arguments asked, Caller caller) {
        List<Catalogue.Kamelet> all = Catalogue.kamelets(running.files());
        String name = asked.text("name");
        if (name != null) {
            return all.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchElementException("There is no kamelet " + name + "; there are "
                            + all.stream().map(Catalogue.Kamelet::name).collect(Collectors.joining(", ")) + "."));
        }
        return Map.of(
                "kamelets",
                all.stream()
                        .map(each -> new Named(
                                each.name(),
                                Objects.requireNonNullElse(each.title(), each.name()),
                                each.parameters().stream()
                                        .map(Catalogue.Parameter::name)
                                        .toList()))
                        .toList());
    }
}
