package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFile.Kind;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.diagnosis.UsedStep;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.springframework.core.env.PropertyResolver;

/**
 * The steps by which the routes of some files call something, also through kamelets and {@code direct:}. Steps that are switched off, and
 * workflows that no route starts, call nothing. What can't be read, or is no YAML, is passed over and named: the check tells of it.
 */
public final class UsedSteps {

    private static final String WORKFLOW = "ledger:workflow/";
    private static final String START = "ledger:start/";

    private final Map<String, Node> kamelets = new HashMap<>();
    private final List<WalkedRoute> routes = new ArrayList<>();

    private final List<Path> unread = new ArrayList<>();

    private UsedSteps() {}

    /** @param settings which say what is switched off and what is left out */
    public static Usage of(RouteSet files, PropertyResolver settings) {
        UsedSteps steps = new UsedSteps();
        files.files().forEach(steps::read);
        StepWalk walk = new StepWalk(settings, steps.kamelets, steps.routes);
        steps.routes.stream().filter(route -> !route.isDirect()).forEach(walk::walk);
        steps.routes.stream()
                .filter(route -> route.isDirect() && !walk.hasCalled(route))
                .forEach(walk::walk);
        return new Usage(steps.started(walk.found()), steps.unread);
    }

    private void read(RouteFile file) {
        if (file.kind() == Kind.TEMPLATE || file.kind() == Kind.SAMPLE) {
            return; // uses nothing
        }
        if (!file.isRead()) {
            unread.add(file.path());
            return;
        }
        if (file.kind() != Kind.ROUTES && file.kind() != Kind.KAMELET) {
            return;
        }
        try {
            Node root = Yaml.read(new String(file.bytes(), StandardCharsets.UTF_8));
            if (file.kind() == Kind.KAMELET) {
                kamelets.put(Yaml.text(Yaml.at(root, "metadata", "name")), root);
            } else if (root instanceof SequenceNode items) {
                for (Node item : items.getValue()) {
                    Node route = Yaml.value(item, "route");
                    if (route != null || Yaml.value(item, "from") != null) {
                        routes.add(new WalkedRoute(file, route == null ? item : route));
                    }
                }
            }
        } catch (YamlEngineException e) {
            unread.add(file.path());
        }
    }

    /** Those of routes that are started. */
    private List<UsedStep> started(List<UsedStep> found) {
        Set<String> started = new HashSet<>();
        found.stream()
                .map(UsedStep::address)
                .filter(address -> address.startsWith(START))
                .forEach(address -> started.add(address.substring(START.length())));
        boolean isAny = started.stream().anyMatch(UsedStep::isExpression);
        Set<String> idle = new HashSet<>();
        for (WalkedRoute route : routes) {
            String name = route.from().startsWith(WORKFLOW) ? route.from().substring(WORKFLOW.length()) : null;
            if (name != null && !isAny && !started.contains(name)) {
                idle.add(route.id());
            }
        }
        return found.stream().filter(step -> !idle.contains(step.workflow())).toList();
    }
}
