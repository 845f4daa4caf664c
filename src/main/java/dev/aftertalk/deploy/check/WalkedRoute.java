package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.RouteFile;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A route as it is written.
 *
 * @param route what stands below {@code route:}
 */
record WalkedRoute(RouteFile file, Node route) {

    String id() {
        return Yaml.text(Yaml.value(route, "id"));
    }

    String precondition() {
        return Yaml.text(Yaml.value(route, "precondition"));
    }

    String from() {
        Node from = Yaml.value(route, "from");
        return from instanceof MappingNode ? Yaml.text(Yaml.value(from, "uri")) : Yaml.text(from);
    }

    boolean isDirect() {
        return from().startsWith(StepWalk.DIRECT);
    }

    Node steps() {
        return Yaml.at(route, "from", "steps");
    }
}
