package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Found.Kamelet;
import dev.aftertalk.deploy.check.Found.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads what a kamelet declares, and says what is wrong around its template: a file of Kubernetes' form, which Camel only looks into. */
final class KameletFile {

    private static final Set<String> TOP = Set.of("apiVersion", "kind", "metadata", "spec");
    private static final Set<String> METADATA = Set.of("name", "annotations", "labels", "namespace");
    private static final Set<String> SPEC = Set.of(
            "definition",
            "template",
            "dependencies",
            "types",
            "dataTypes",
            "sources",
            "versions",
            "flow",
            "configuration");
    private static final Set<String> DEFINITION = Set.of(
            "title", "description", "type", "properties", "required", "example", "externalDocs", "id", "$schema");
    private static final Set<String> PROPERTY = Set.of(
            "title",
            "description",
            "type",
            "default",
            "example",
            "examples",
            "enum",
            "format",
            "pattern",
            "x-descriptors",
            "deprecated",
            "id",
            "nullable",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "multipleOf",
            "uniqueItems",
            "items");
    private static final Set<String> TYPES =
            Set.of("string", "integer", "number", "boolean", "array", "object", "binary");

    private final CheckedFile file;
    private final Findings findings;

    private KameletFile(CheckedFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** Reads it, its template included. */
    static void read(CheckedFile file, Found found, Findings findings) {
        new KameletFile(file, findings).read(found);
    }

    private void read(Found found) {
        Node root = file.root();
        Kamelet kamelet = new Kamelet(file, Yaml.text(Yaml.at(root, "metadata", "name")));
        found.kamelets.put(kamelet.name(), kamelet);
        keys(root, TOP, true);
        keys(Yaml.value(root, "metadata"), METADATA, true);
        Node spec = Yaml.value(root, "spec");
        keys(spec, SPEC, true);
        Node definition = Yaml.value(spec, "definition");
        keys(definition, DEFINITION, true);
        Node properties = Yaml.value(definition, "properties");
        if (properties instanceof MappingNode map) {
            map.getValue().forEach(each -> parameter(kamelet, each));
        } else if (properties != null) {
            findings.fault(
                    file,
                    properties,
                    "below 'properties' stand the kamelet's parameters, each with its keys; without any write properties: {}");
        }
        required(kamelet, Yaml.value(definition, "required"));
        Node template = Yaml.value(spec, "template") == null ? Yaml.value(spec, "flow") : Yaml.value(spec, "template");
        if (template instanceof MappingNode) {
            new Structure(file, kamelet, found, findings).template(template);
        } else if (!findings.isRefused(file.path())) {
            findings.fault(
                    file,
                    template == null ? root : template,
                    "a kamelet needs spec: with template: below it, and there from: with its steps");
        }
    }

    private void keys(Node node, Set<String> known, boolean strict) {
        if (!(node instanceof MappingNode map)) {
            return;
        }
        for (NodeTuple entry : map.getValue()) {
            String key = Yaml.text(entry.getKeyNode());
            if (!known.contains(key)) {
                String meant = Near.meant(
                        key,
                        known,
                        "here may stand "
                                + String.join(", ", known.stream().sorted().toList()));
                if (strict || meant.startsWith("did you mean")) {
                    findings.fault(file, entry.getKeyNode(), "unknown key '" + key + "': " + meant);
                }
            }
        }
    }

    private void parameter(Kamelet kamelet, NodeTuple entry) {
        Node key = entry.getKeyNode();
        String name = Yaml.text(key);
        Node definition = entry.getValueNode();
        if (!(definition instanceof MappingNode)) {
            findings.fault(
                    file,
                    definition,
                    "below the parameter '" + name + "' stand its keys, such as title, description, type");
            kamelet.parameters().put(name, new Parameter(key, "string", null, null, List.of(), false, null));
            return;
        }
        keys(definition, PROPERTY, false);
        Node type = Yaml.value(definition, "type");
        if (type != null
                && !TYPES.contains(Yaml.text(type))
                && (!(type instanceof ScalarNode)
                        || Near.to(Yaml.text(type), TYPES).isPresent())) {
            findings.fault(
                    file,
                    type,
                    "unknown type '" + Yaml.text(type) + "': "
                            + Near.meant(
                                    Yaml.text(type),
                                    TYPES,
                                    "it may be "
                                            + String.join(
                                                    ", ",
                                                    TYPES.stream().sorted().toList())));
        }
        Node pattern = Yaml.value(definition, "pattern");
        if (pattern instanceof ScalarNode) {
            try {
                Pattern.compile(Yaml.text(pattern));
            } catch (PatternSyntaxException e) {
                findings.fault(file, pattern, "the pattern is no regular expression: " + e.getDescription());
                pattern = null;
            }
        }
        Node standard = Yaml.value(definition, "default");
        List<String> choices = new ArrayList<>();
        if (Yaml.value(definition, "enum") instanceof SequenceNode list) {
            list.getValue().forEach(each -> choices.add(Yaml.text(each)));
        }
        kamelet.parameters()
                .put(
                        name,
                        new Parameter(
                                key,
                                type == null ? "string" : Yaml.text(type),
                                standard == null ? null : Yaml.text(standard),
                                pattern == null ? null : Yaml.text(pattern),
                                List.copyOf(choices),
                                "password".equals(Yaml.text(Yaml.value(definition, "format"))),
                                Yaml.value(definition, "example") instanceof ScalarNode example
                                        ? example.getValue()
                                        : null));
    }

    private void required(Kamelet kamelet, Node required) {
        if (required == null) {
            return;
        }
        if (!(required instanceof SequenceNode list)) {
            findings.fault(file, required, "below 'required' stands a list of parameters, each behind \"- \"");
            return;
        }
        for (Node each : list.getValue()) {
            String name = Yaml.text(each);
            if (kamelet.parameters().containsKey(name)) {
                kamelet.required().add(name);
            } else {
                findings.fault(
                        file,
                        each,
                        "there is no parameter '" + name + "' below properties: "
                                + Near.meant(
                                        name,
                                        kamelet.parameters().keySet(),
                                        kamelet.parameters().isEmpty()
                                                ? "it has none"
                                                : "it has "
                                                        + String.join(
                                                                ", ",
                                                                kamelet.parameters()
                                                                        .keySet())));
            }
        }
    }
}
