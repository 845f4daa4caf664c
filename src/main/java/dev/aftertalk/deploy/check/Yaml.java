package dev.aftertalk.deploy.check;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** What a YAML file says, read by the parser that Camel uses, with the places where it says it. */
final class Yaml {

    private Yaml() {}

    /**
     * Reads a text.
     *
     * @return null when nothing but comments stands in it
     * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException for what is no YAML
     */
    static Node read(String text) {
        LoadSettings settings = LoadSettings.builder().build();
        return new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
                .getSingleNode()
                .orElse(null);
    }

    /** Empty for what is no text. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** Whether a key has nothing behind it. */
    static boolean isNothing(Node node) {
        return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
    }

    /** What stands below a key; null when it is not there. */
    static Node value(Node map, String key) {
        return entry(map, key).map(NodeTuple::getValueNode).orElse(null);
    }

    /** What stands below a path of keys. */
    static Node at(Node map, String... keys) {
        Node node = map;
        for (String key : keys) {
            node = value(node, key);
        }
        return node;
    }

    static Optional<NodeTuple> entry(Node node, String key) {
        return node instanceof MappingNode map
                ? map.getValue().stream()
                        .filter(entry -> text(entry.getKeyNode()).equals(key))
                        .reduce((first, last) -> last)
                : Optional.empty();
    }

    /** From 1. */
    static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    /** From 1. */
    static int column(Node node) {
        return node.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
    }

    /** For people. */
    static String kind(Node node) {
        if (isNothing(node)) {
            return "nothing";
        }
        return node instanceof SequenceNode ? "a list" : node instanceof MappingNode ? "keys with values" : "a text";
    }
}
