package dev.aftertalk.deploy.check;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds keys that stand twice in the same place, wherever that is in a file: the readers of such files take one of the two without a word. */
final class RepeatedKeys {

    private final CheckedFile file;
    private final Findings findings;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private RepeatedKeys(CheckedFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    static void find(CheckedFile file, Findings findings) {
        if (file.root() != null) {
            new RepeatedKeys(file, findings).look(file.root());
        }
    }

    private void look(Node node) {
        if (!seen.add(node)) {
            return; // by an alias
        }
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(this::look);
        } else if (node instanceof MappingNode map) {
            Map<String, Node> before = new HashMap<>();
            for (NodeTuple entry : map.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    key(key, before);
                }
                look(entry.getValueNode());
            }
        }
    }

    private void key(ScalarNode key, Map<String, Node> before) {
        Node first = before.putIfAbsent(key.getValue(), key);
        if (first != null) {
            findings.fault(
                    file,
                    key,
                    "'" + key.getValue() + "' stands here for the second time (first in line " + Yaml.line(first)
                            + "); take one of them away");
        }
    }
}
