package dev.aftertalk.deploy.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.deploy.check.Found.Kamelet;
import dev.aftertalk.settings.Switches;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.StringHelper;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Goes through a route file along Camel's schema: says which keys, types and missing keys Camel would stumble over, and notes for the checks that
 * follow what is right. What Camel's own reader takes is right here too, where the schema is stricter: a number for a text, true in quotes.
 */
final class Structure {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

    /** What can't do its work without an expression. */
    private static final Set<String> NEED_EXPRESSION = Set.of(
            "FilterDefinition",
            "WhenDefinition",
            "OnWhenDefinition",
            "SetBodyDefinition",
            "SetHeaderDefinition",
            "SetPropertyDefinition",
            "SetVariableDefinition",
            "TransformDefinition",
            "ValidateDefinition",
            "ScriptDefinition",
            "SplitDefinition",
            "RecipientListDefinition",
            "RoutingSlipDefinition",
            "DynamicRouterDefinition",
            "EnrichDefinition",
            "PollEnrichDefinition",
            "DelayDefinition",
            "LoopDefinition",
            "ThrottleDefinition",
            "IdempotentConsumerDefinition");

    private final DslSchema schema = DslSchema.shipped();
    private final CheckedFile file;
    private final Notes notes;
    private final Findings findings;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param kamelet whose template it is; null for a file of routes */
    Structure(CheckedFile file, Kamelet kamelet, Found found, Findings findings) {
        this.file = file;
        this.notes = new Notes(file, kamelet, found);
        this.findings = findings;
    }

    void routes() {
        if (file.root() instanceof SequenceNode items) {
            Shape item = schema.item();
            items.getValue().forEach(each -> walk(Place.top("", item), each, item));
        }
    }

    /** @param template of a kamelet */
    void template(Node template) {
        Shape shape = schema.definition("model.RouteTemplateDefinition");
        Shape withoutId = new Shape(
                shape.name(),
                shape.properties(),
                Set.of(),
                shape.oneOf(),
                shape.types(),
                shape.items(),
                shape.choices());
        walk(Place.top("template", withoutId), template, withoutId);
    }

    private void walk(Place place, Node node, Shape shape) {
        if (node instanceof ScalarNode scalar) {
            scalar(place, scalar, shape);
        } else if (!seen.add(node)) {
            return; // by an alias
        } else if (node instanceof SequenceNode list) {
            list(place, list, shape);
        } else if (node instanceof MappingNode map) {
            map(place, map, shape);
        }
    }

    private void list(Place place, SequenceNode list, Shape shape) {
        if (!shape.isList()) {
            if (isKnown(shape)) {
                findings.fault(file, list, "'" + place.key() + "' can't be a list; " + mayBe(place.key(), shape));
            }
            return;
        }
        Shape item = shape.items() == null ? null : schema.of(shape.items());
        for (Node each : list.getValue()) {
            if (item == null) {
                anything(each);
            } else {
                walk(place, each, item);
            }
        }
    }

    private void scalar(Place place, ScalarNode node, Shape shape) {
        notes.text(node);
        String value = node.getValue();
        boolean placeholder = value.contains("{{");
        if (!isKnown(shape)) {
            return;
        }
        if (Yaml.isNothing(node) && (!shape.isText() || NeededParts.isNeeding(shape))) {
            if (shape.isObject() || shape.isList()) {
                findings.fault(file, node, nothing(place, shape));
            } else {
                findings.fault(file, node, "'" + place.key() + "' has no value; " + mayBe(place.key(), shape));
            }
        } else if (shape.isText()) {
            choice(place, node, shape, placeholder);
            if (shape.name().equals("SetExchangePatternDefinition")) {
                choice(place, node, schema.of(shape.properties().get("pattern")), placeholder);
            }
            notes.scalar(place, node, shape);
        } else if (shape.types().contains("boolean")) {
            if (!placeholder && Switches.read(value).isEmpty()) {
                findings.fault(file, node, "'" + place.key() + "' is '" + value + "'; write true or false");
            }
        } else if (shape.types().contains("number")) {
            if (place.key().equals("cacheSize") && value.startsWith("-")) {
                findings.fault(
                        file,
                        node,
                        "'cacheSize' can't be below 0: whether such an address may be used could not be looked at while the route"
                                + " runs; take the line away");
            } else if (!placeholder
                    && !value.startsWith("#")
                    && !NUMBER.matcher(value).matches()) {
                findings.fault(file, node, "'" + place.key() + "' is '" + value + "'; write a number");
            }
        } else if (shape.isList() && isTexts(shape)) {
            notes.scalar(place, node, schema.of(shape.items()));
        } else {
            findings.fault(file, node, "'" + place.key() + "' can't be a text; " + mayBe(place.key(), shape));
        }
    }

    private boolean isTexts(Shape shape) {
        return shape.items() != null && schema.of(shape.items()).isText();
    }

    private static boolean isKnown(Shape shape) {
        return !shape.types().isEmpty() || shape.isClosed() || shape.items() != null;
    }

    private void choice(Place place, ScalarNode node, Shape shape, boolean placeholder) {
        String value = node.getValue();
        if (shape.choices().isEmpty() || placeholder || value.isEmpty() || value.startsWith("#")) {
            return;
        }
        String plain = value.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
        boolean known = shape.choices().stream()
                .anyMatch(each ->
                        each.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT).equals(plain));
        if (!known) {
            findings.fault(
                    file,
                    node,
                    "'" + place.key() + "' is '" + value + "': "
                            + Near.meant(value, shape.choices(), "it may be " + String.join(", ", shape.choices())));
        }
    }

    private void map(Place place, MappingNode map, Shape shape) {
        notes.keyed(map);
        if (!shape.isObject()) {
            if (isKnown(shape)) {
                if (shape.isList()) {
                    findings.fault(
                            file,
                            map,
                            "what stands below '" + place.key() + "' must be a list: begin each with \"- \"");
                } else {
                    findings.fault(
                            file, map, "'" + place.key() + "' can't have keys below it; " + mayBe(place.key(), shape));
                }
            } else {
                map.getValue().forEach(each -> anything(each.getValueNode()));
            }
            return;
        }
        if (!shape.isClosed()) {
            parameters(place, map);
            return;
        }
        keys(place, map, shape);
        NeededParts.check(file, findings, place.key(), map, shape);
        notes.enter(place, map, shape);
        for (NodeTuple entry : map.getValue()) {
            String key = key(entry, shape);
            if (!findings.isRefused(entry.getKeyNode()) && shape.takes(key)) {
                JsonNode below = shape.properties().get(key);
                walk(place.below(key, shape), entry.getValueNode(), schema.of(below));
            }
        }
        notes.leave(shape);
    }

    /** A place where any keys may stand, such as an address's parameters: their values are noted. */
    private void parameters(Place place, MappingNode map) {
        boolean ofEndpoint = place.key().equals("parameters");
        for (NodeTuple each : map.getValue()) {
            Node value = each.getValueNode();
            if (ofEndpoint && !(value instanceof ScalarNode)) {
                findings.fault(
                        file,
                        value,
                        "the parameter '" + Yaml.text(each.getKeyNode()) + "' must be one text or number, and is "
                                + Yaml.kind(value) + "; see its indentation");
            } else {
                anything(value);
            }
        }
    }

    private void anything(Node node) {
        if (node instanceof ScalarNode scalar) {
            notes.text(scalar);
        } else if (seen.add(node) && node instanceof MappingNode map) {
            notes.keyed(map);
            map.getValue().forEach(each -> anything(each.getValueNode()));
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(this::anything);
        }
    }

    private void keys(Place place, MappingNode map, Shape shape) {
        boolean step = isStep(shape);
        for (NodeTuple entry : map.getValue()) {
            if (!shape.takes(key(entry, shape))) {
                unknown(place, map, entry, shape);
            }
        }
        List<NodeTuple> known = map.getValue().stream()
                .filter(each -> !findings.isRefused(each.getKeyNode()))
                .toList();
        if (step && known.size() > 1) {
            findings.fault(
                    file,
                    known.get(1).getKeyNode(),
                    "'" + Yaml.text(known.get(1).getKeyNode()) + "' stands beside '"
                            + Yaml.text(known.get(0).getKeyNode())
                            + "'; each of them is an item of its own: begin it with \"- \"");
        }
        required(place, map, shape);
    }

    /** Camel takes auto-startup for autoStartup, though not for the name of a step. */
    private String key(NodeTuple entry, Shape shape) {
        String key = Yaml.text(entry.getKeyNode());
        return shape.takes(key) || isStep(shape) ? key : StringHelper.dashToCamelCase(key);
    }

    /** What is a list's item: a step, or an item of the file. */
    private boolean isStep(Shape shape) {
        return shape.name().equals("ProcessorDefinition") || shape == schema.item();
    }

    private void unknown(Place place, MappingNode map, NodeTuple entry, Shape shape) {
        String key = Yaml.text(entry.getKeyNode());
        Set<String> takes = shape.properties().keySet();
        if (isStep(shape) && map.getValue().get(0) != entry) {
            NodeTuple first = map.getValue().get(0);
            String step = Yaml.text(first.getKeyNode());
            JsonNode below = shape.properties().get(step);
            if (below != null && schema.of(below).takes(key)) {
                findings.fault(
                        file,
                        entry.getKeyNode(),
                        "'" + key + "' belongs to '" + step + "': indent it by two blanks more than that");
                findings.silence(first.getKeyNode());
                if (Yaml.isNothing(first.getValueNode())) {
                    findings.silence(first.getValueNode());
                }
                return;
            }
        }
        findings.fault(
                file, entry.getKeyNode(), "unknown key '" + key + "': " + Near.meant(key, takes, others(place, shape)));
    }

    private String others(Place place, Shape shape) {
        if (shape == schema.item()) {
            return "an item of a route file is one of "
                    + String.join(", ", shape.properties().keySet());
        }
        if (isStep(shape)) {
            return "there is no such step; a step is one of those in Camel's manual, such as to, filter, choice, setVariable, log";
        }
        if (place.key().isEmpty()) {
            return "here may stand " + String.join(", ", shape.properties().keySet());
        }
        boolean language = shape.properties().containsKey("simple");
        String names = shape.properties().keySet().stream()
                .filter(each -> !language || !shape.oneOf().contains(each) || each.equals("expression"))
                .collect(Collectors.joining(", "));
        return "'" + place.key() + "' takes " + (names.isEmpty() ? "no other keys" : names)
                + (language ? ", or the name of a language such as simple" : "");
    }

    private void required(Place place, MappingNode map, Shape shape) {
        Set<String> there = map.getValue().stream()
                .map(each -> Yaml.text(each.getKeyNode()))
                .collect(Collectors.toSet());
        boolean misspelt = map.getValue().stream().anyMatch(each -> findings.isRefused(each.getKeyNode()));
        for (String key : shape.required()) {
            if (!there.contains(key)) {
                // A misspelt key is likely to be the one that is missing.
                if (!misspelt) {
                    findings.fault(
                            file,
                            map,
                            "'" + key + "' is missing here"
                                    + (place.key().isEmpty() ? "" : ", below '" + place.key() + "'")
                                    + "; write " + key + ": with what belongs to it");
                }
            } else if (Yaml.isNothing(Yaml.value(map, key))
                    && schema.of(shape.properties().get(key)).isText()) {
                findings.fault(file, Yaml.value(map, key), "'" + key + "' has no value; write one behind it");
            }
        }
        List<NodeTuple> alternatives = map.getValue().stream()
                .filter(each -> shape.oneOf().contains(key(each, shape)))
                .filter(each -> !Yaml.text(each.getKeyNode()).equals("id"))
                .toList();
        if (alternatives.size() > 1) {
            findings.fault(
                    file,
                    alternatives.get(1).getKeyNode(),
                    "'" + Yaml.text(alternatives.get(1).getKeyNode()) + "' can't stand beside '"
                            + Yaml.text(alternatives.get(0).getKeyNode()) + "'; take one of them away");
        }
        boolean needs = NEED_EXPRESSION.contains(shape.name()) || shape.name().equals("ExpressionDefinition");
        if (needs && alternatives.isEmpty() && !misspelt && !there.contains("copy") && !there.contains("doWhile")) {
            findings.fault(
                    file,
                    map,
                    "'" + place.key()
                            + "' has no expression; write one below it, as in\n  expression:\n    simple:\n      expression: \"${body}\""
                                    .replace("\n", " "));
        }
    }

    private static String nothing(Place place, Shape shape) {
        return "nothing stands below '" + place.key() + "'"
                + (shape.isList()
                        ? "; indent its list below it, or delete the line"
                        : "; indent what belongs to it, or delete the line");
    }

    private static String mayBe(String key, Shape shape) {
        if (!shape.choices().isEmpty()) {
            return "it may be " + String.join(", ", shape.choices());
        }
        if (shape.isText()) {
            return "write a text behind it, as in " + key + ": TEXT";
        }
        if (shape.types().contains("boolean")) {
            return "write true or false";
        }
        if (shape.types().contains("number")) {
            return "write a number";
        }
        if (shape.isList()) {
            return "begin each of its items with \"- \" in a line of its own";
        }
        List<String> keys = shape.isClosed()
                ? shape.properties().keySet().stream()
                        .filter(each -> !each.equals("description") && !each.equals("note"))
                        .limit(4)
                        .toList()
                : List.of();
        return "write its keys below it" + (keys.isEmpty() ? "" : ", such as " + String.join(", ", keys));
    }
}
