package dev.aftertalk.deploy;

import dev.aftertalk.connectors.FieldMapping;
import dev.aftertalk.ledger.PermanentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.util.StringHelper;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Changes what a route file says, before Camel reads it, so that it means that: parameters arrive as they are written
 * ({@link ExactParameters}), and {@code {{!SETTING}}} negates any spelling of yes and no.
 */
public final class RouteFileText {

    /** Steps whose URI Camel evaluates as a Simple expression for each message. */
    private static final Set<String> DYNAMIC = Set.of("toD", "to-d", "wireTap", "wire-tap", "poll");

    /** What has a URI as its value. */
    private static final Set<String> ENDPOINTS =
            Set.of("uri", "from", "to", "toD", "to-d", "wireTap", "wire-tap", "poll");

    /** What may stand beside their name. */
    private static final Set<String> BESIDE = Set.of("id", "name", "description", "note", "disabled", "constant");

    private static final String VARIABLES = "variables";

    /** What sets the variable that stands beside as a {@code name}. */
    private static final Set<String> SETS_VARIABLES = Set.of("setVariable", "set-variable", VARIABLES);

    private static final String KAMELET = "kamelet";
    private static final String PARAMETERS = "parameters";

    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private final CamelContext context;

    /** What can't be meant; null where the first is thrown. */
    private final List<YamlDeserializationException> faults;

    private RouteFileText(CamelContext context, List<YamlDeserializationException> faults) {
        this.context = context;
        this.faults = faults;
    }

    /**
     * All that can't be meant, each with its place and what to write instead. The nodes are changed in place.
     *
     * @param root of a file
     */
    public static List<YamlDeserializationException> faults(Node root) {
        RouteFileText text = new RouteFileText(null, new ArrayList<>());
        text.walk("", root);
        return text.faults;
    }

    /**
     * Changes the nodes in place; one that is used twice, by an alias, once.
     *
     * @param context that they are for; null when they are only looked at
     * @throws YamlDeserializationException with its place and what to write instead, for what can't be meant
     */
    static void meant(Node root, CamelContext context) {
        new RouteFileText(context, null).walk("", root);
    }

    private void walk(String step, Node node) {
        if (!seen.add(node)) {
            return;
        }
        if (node instanceof SequenceNode list) {
            list.getValue().replaceAll(each -> negated(each));
            list.getValue().forEach(each -> walk(step.equals(VARIABLES) ? VARIABLES : "", each));
        } else if (node instanceof MappingNode map) {
            checkMapping(step, map);
            change(step, map);
        }
    }

    private void change(String step, MappingNode map) {
        String uri = step.equals(KAMELET) ? "kamelet:" : text(map, "uri");
        boolean dynamic = DYNAMIC.contains(step) && !"false".equals(text(map, "dynamicUri"));
        List<NodeTuple> changed = new ArrayList<>();
        for (NodeTuple entry : map.getValue()) {
            String key = text(entry.getKeyNode());
            Node value = negated(entry.getValueNode());
            if (!uri.isEmpty() && PARAMETERS.equals(key) && value instanceof MappingNode parameters) {
                keep(uri, parameters, dynamic);
            } else if (ENDPOINTS.contains(key) && value instanceof ScalarNode) {
                value = with(value, ExactParameters::uri);
            } else if (key.equals(step.equals(KAMELET) ? "name" : KAMELET) && value instanceof ScalarNode) {
                value = with(
                        value, text -> ExactParameters.uri("kamelet:" + text).substring("kamelet:".length()));
            } else {
                walk(key, value);
            }
            changed.add(new NodeTuple(entry.getKeyNode(), value));
        }
        map.setValue(changed);
    }

    private void keep(String uri, MappingNode parameters, boolean dynamic) {
        if (seen.add(parameters)) {
            parameters.setValue(parameters.getValue().stream()
                    .map(entry -> {
                        String name = text(entry.getKeyNode());
                        Node value = negated(entry.getValueNode());
                        return new NodeTuple(
                                entry.getKeyNode(),
                                with(
                                        value,
                                        text -> ExactParameters.parameter(uri, text, isSecret(uri, name), dynamic)));
                    })
                    .toList());
        }
    }

    private boolean isSecret(String uri, String name) {
        EndpointUriFactory known =
                context == null ? null : context.getCamelContextExtension().getEndpointUriFactory(uri.split(":", 2)[0]);
        return known != null && known.secretPropertyNames().contains(StringHelper.dashToCamelCase(name));
    }

    /** Evaluated as a whole, what a visitor typed would become one of its lines. */
    private void checkMapping(String step, MappingNode map) {
        String received = text(map, "variableReceive");
        String name = FieldMapping.VARIABLES.contains(received)
                ? received
                : SETS_VARIABLES.contains(step) ? text(map, "name") : "";
        if (!FieldMapping.VARIABLES.contains(name)) {
            return;
        }
        Node language = name.equals(received) ? map : null;
        for (NodeTuple entry : map.getValue()) {
            boolean nested = "expression".equals(text(entry.getKeyNode()))
                    && entry.getValueNode() instanceof MappingNode inner
                    && inner.getValue().stream().anyMatch(each -> "constant".equals(text(each.getKeyNode())));
            if (!nested && !BESIDE.contains(text(entry.getKeyNode()))) {
                language = entry.getKeyNode();
            }
        }
        if (language != null) {
            fault(
                    new YamlDeserializationException(
                            language,
                            name
                                    + " must be a constant: set it with constant: in place of another language; the ${…} in its lines are evaluated"
                                    + " line by line by the step that uses it, so that what a visitor typed can't become a line"));
        }
        if (context != null && constant(map) instanceof ScalarNode lines) {
            try {
                FieldMapping.check(resolved(lines.getValue()), context);
            } catch (PermanentException e) {
                fault(new YamlDeserializationException(lines, name + ": " + e.getMessage()));
            }
        }
    }

    /** What can be told of the lines now: not those that lie elsewhere, nor those whose placeholder only a kamelet's use can tell. */
    private String resolved(String text) {
        if (text.startsWith("resource:")) {
            return "";
        }
        try {
            return context.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException e) {
            return text.lines().filter(line -> !line.contains("{{")).collect(Collectors.joining("\n"));
        }
    }

    /** What stands below {@code constant}, which may stand below {@code expression}, with or without an {@code expression} of its own. */
    private static Node constant(MappingNode map) {
        for (NodeTuple entry : map.getValue()) {
            String key = text(entry.getKeyNode());
            Node value = entry.getValueNode();
            if (value instanceof ScalarNode && (key.equals("constant") || key.equals("expression"))) {
                return value;
            }
            if (value instanceof MappingNode inner && (key.equals("constant") || key.equals("expression"))) {
                return constant(inner);
            }
        }
        return null;
    }

    private Node negated(Node node) {
        return node instanceof ScalarNode
                ? with(node, text -> text.replaceAll("\\{\\{\\s*!\\s*", "{{" + SwitchFunction.OFF + ":"))
                : node;
    }

    private Node with(Node node, UnaryOperator<String> change) {
        if (!(node instanceof ScalarNode scalar)) {
            return node;
        }
        try {
            String text = change.apply(scalar.getValue());
            return text.equals(scalar.getValue())
                    ? node
                    : new ScalarNode(
                            scalar.getTag(),
                            false,
                            text,
                            scalar.getScalarStyle(),
                            scalar.getStartMark(),
                            scalar.getEndMark());
        } catch (IllegalArgumentException e) {
            fault(new YamlDeserializationException(node, e.getMessage()));
            return node;
        }
    }

    private void fault(YamlDeserializationException fault) {
        if (faults == null) {
            throw fault;
        }
        faults.add(fault);
    }

    /** Empty when there is none, or no text. */
    private static String text(MappingNode map, String key) {
        return map.getValue().stream()
                .filter(entry -> key.equals(text(entry.getKeyNode())))
                .map(entry -> text(entry.getValueNode()))
                .findFirst()
                .orElse("");
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
