package dev.aftertalk.mcp;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * All that the routes and kamelets that run say, key by key and value by value. A text that says nothing else asks nothing of events, settings and
 * other systems that they are not asked anyway: no expression, setting, address or parameter of its own.
 */
final class KnownWords {

    /** What people call things; nothing is done with it. */
    private static final Set<String> NAMES = Set.of("id", "description", "note");

    /** Below these stands what is given to something, whatever it is called. */
    private static final Set<String> GIVEN = Set.of("parameters", "properties");

    /** Far more than any workflow has within one another. */
    private static final int DEEPEST = 100;

    /** Aliases, as people may have written them in files of their own. */
    private static final LoadSettings OF_FILES = LoadSettings.builder().build();

    /** No alias of anything that has parts: a few lines of them can stand for more than any server holds. */
    private static final LoadSettings OF_TEXTS =
            LoadSettings.builder().setMaxAliasesForCollections(0).build();

    private final Set<String> keys = new HashSet<>();
    private final Set<String> values = new HashSet<>();

    KnownWords(RouteSet running) {
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        running.files().stream().filter(KnownWords::isYaml).forEach(file -> collect(read(file, OF_FILES), 0, seen));
    }

    private static boolean isYaml(RouteFile file) {
        return file.kind() == RouteFile.Kind.ROUTES || file.kind() == RouteFile.Kind.KAMELET;
    }

    /** What a file holds as YAML, not made into objects: a collection as a key would be asked for its hash. Null when it is empty. */
    private static Node read(RouteFile file, LoadSettings settings) {
        YamlUnicodeReader text = new YamlUnicodeReader(new ByteArrayInputStream(file.bytes()));
        return new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
                .getSingleNode()
                .orElse(null);
    }

    /** What stands too deep is not known then. */
    private void collect(Node part, int depth, Set<Node> seen) {
        if (part instanceof ScalarNode scalar) {
            values.add(scalar.getValue());
        } else if (part != null && depth < DEEPEST && seen.add(part)) {
            if (part instanceof MappingNode map) {
                for (NodeTuple entry : map.getValue()) {
                    keys.add(key(entry));
                    collect(entry.getValueNode(), depth + 1, seen);
                }
            } else if (part instanceof SequenceNode list) {
                list.getValue().forEach(each -> collect(each, depth + 1, seen));
            }
        }
    }

    /**
     * What a text says that no file that runs does; empty for nothing. Of what is neither routes nor a kamelet all is new.
     *
     * @throws IllegalArgumentException when it can't be read, has aliases or keys that are no texts, or too much within one another
     */
    Set<String> fresh(RouteFile file) {
        Set<String> fresh = new TreeSet<>();
        if (!isYaml(file)) {
            fresh.add(file.path().toString());
            return fresh;
        }
        try {
            find(read(file, OF_TEXTS), "", 0, fresh);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(
                    "It can't be read: check_file says where and why. With read alone it may have no aliases (*) of lists and objects.",
                    e);
        } catch (StackOverflowError e) { // the parser's
            throw tooDeep();
        }
        return fresh;
    }

    private static IllegalArgumentException tooDeep() {
        return new IllegalArgumentException(
                "Too much stands within one another: at most " + DEEPEST + " lists and objects may.");
    }

    private void find(Node part, String below, int depth, Set<String> fresh) {
        if (depth > DEEPEST) {
            throw tooDeep();
        }
        if (part instanceof MappingNode map) {
            map.getValue().forEach(entry -> findIn(entry, below, depth, fresh));
        } else if (part instanceof SequenceNode list) {
            list.getValue().forEach(each -> find(each, below, depth + 1, fresh));
        } else if (part instanceof ScalarNode scalar && !values.contains(scalar.getValue())) {
            fresh.add(scalar.getValue());
        }
    }

    private void findIn(NodeTuple entry, String below, int depth, Set<String> fresh) {
        String key = key(entry);
        if (!keys.contains(key)) {
            fresh.add(key);
        }
        if (GIVEN.contains(below) || !isName(key, entry.getValueNode())) {
            find(entry.getValueNode(), key, depth + 1, fresh);
        }
    }

    /** The parser refuses any other key. */
    private static String key(NodeTuple entry) {
        return ((ScalarNode) entry.getKeyNode()).getValue();
    }

    private static boolean isName(String key, Node value) {
        return NAMES.contains(key)
                && value instanceof ScalarNode text
                && !text.getValue().contains("{");
    }
}
