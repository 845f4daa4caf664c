package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.settings.Switches;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.TimeUtils;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Checks an address against what its component says of itself: which options there are, what they take, and which must be there. */
final class EndpointOptions {

    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private final Findings findings;

    EndpointOptions(Findings findings) {
        this.findings = findings;
    }

    /** What is given, each with the node of its value. */
    static Map<String, Node> given(Endpoint each) {
        Map<String, Node> given = new LinkedHashMap<>();
        if (each.parameters() != null) {
            each.parameters()
                    .getValue()
                    .forEach(entry -> given.put(Yaml.text(entry.getKeyNode()), entry.getValueNode()));
        }
        return given;
    }

    /** Checks one. */
    void check(Endpoint each, ComponentModel model) {
        Map<String, EndpointOptionModel> options = new TreeMap<>();
        model.getEndpointOptions().forEach(option -> options.put(option.getName(), option));
        model.getApiOptions().forEach(api -> api.getMethods()
                .forEach(method -> method.getOptions().forEach(option -> options.put(option.getName(), null))));
        for (String parameter : Address.of(each.uri()).parameters()) {
            String name = parameter.split("=", 2)[0];
            String value = parameter.contains("=") ? parameter.substring(parameter.indexOf('=') + 1) : "";
            option(each, model, options, name, value, each.node(), each.node());
        }
        if (each.parameters() != null) {
            for (NodeTuple entry : each.parameters().getValue()) {
                Node value = entry.getValueNode();
                if (!findings.isRefused(value) && !findings.isRefused(entry.getKeyNode())) {
                    option(
                            each,
                            model,
                            options,
                            Yaml.text(entry.getKeyNode()),
                            Yaml.text(value),
                            entry.getKeyNode(),
                            value);
                }
            }
        }
        required(each, model, options);
    }

    private void option(
            Endpoint each,
            ComponentModel model,
            Map<String, EndpointOptionModel> options,
            String written,
            String value,
            Node key,
            Node node) {
        String name = written.contains("-") ? StringHelper.dashToCamelCase(written) : written;
        if (name.contains("{{") || name.contains("${") || name.isBlank()) {
            return;
        }
        boolean prefixed = options.values().stream()
                .anyMatch(option -> option != null
                        && option.isMultiValue()
                        && option.getPrefix() != null
                        && name.startsWith(option.getPrefix()));
        if (!options.containsKey(name) && !prefixed) {
            unknownOption(each, model, options, name, key);
        } else if (options.get(name) != null) {
            value(each, options.get(name), value, node);
            direction(each, options.get(name), key);
        }
    }

    private void unknownOption(
            Endpoint each, ComponentModel model, Map<String, EndpointOptionModel> options, String name, Node key) {
        Optional<String> near = Near.to(name, options.keySet());
        Optional<String> ofComponent = Near.to(
                name,
                model.getComponentOptions().stream()
                        .map(option -> option.getName())
                        .toList());
        boolean inUri = key == each.node();
        if (near.isPresent()) {
            findings.fault(
                    each.file(),
                    key,
                    inUri ? name : "",
                    each.scheme() + ": has no option '" + name + "': did you mean '" + near.get() + "'?");
        } else if (ofComponent.isPresent()) {
            findings.fault(
                    each.file(),
                    key,
                    inUri ? name : "",
                    each.scheme() + ": has no option '" + name + "'; '" + ofComponent.get()
                            + "' is set for all of its addresses, in application.properties: camel.component."
                            + each.scheme() + "."
                            + StringHelper.camelCaseToDash(ofComponent.get()));
        } else if (!model.isLenientProperties()) {
            List<String> usual = options.keySet().stream().limit(12).toList();
            findings.fault(
                    each.file(),
                    key,
                    inUri ? name : "",
                    each.scheme() + ": has no option '" + name + "'; it has " + String.join(", ", usual)
                            + (usual.size() < options.size() ? " and others" : ""));
        } else if (!inUri) {
            findings.doubt(
                    each.file(),
                    key,
                    "'" + name + "' is no option of " + each.scheme()
                            + ": and goes out as a parameter of the address, ?" + name
                            + "=…; if that is meant, write it into the uri");
        }
    }

    private void value(Endpoint each, EndpointOptionModel option, String value, Node node) {
        if (value.contains("{{")
                || value.contains("${")
                || value.startsWith("#")
                || value.startsWith("RAW")
                || option.isMultiValue()) {
            return;
        }
        String name = option.getName();
        String plain = value.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
        String wrong = null;
        if (option.getEnums() != null && !option.getEnums().isEmpty() && !"ledger".equals(each.scheme())) {
            boolean known = option.getEnums().stream().anyMatch(choice -> choice.replaceAll("[-_ ]", "")
                    .toLowerCase(Locale.ROOT)
                    .equals(plain));
            wrong = known
                    ? null
                    : "'" + name + "' is '" + value + "': "
                            + Near.meant(value, option.getEnums(), "it may be " + String.join(", ", option.getEnums()));
        } else if ("boolean".equals(option.getType())) {
            wrong = Switches.read(value).isPresent() ? null : "'" + name + "' is '" + value + "'; write true or false";
        } else if ("integer".equals(option.getType())) {
            wrong = INTEGER.matcher(value).matches() ? null : "'" + name + "' is '" + value + "'; write a whole number";
        } else if ("number".equals(option.getType())) {
            wrong = NUMBER.matcher(value).matches() ? null : "'" + name + "' is '" + value + "'; write a number";
        } else if ("duration".equals(option.getType())) {
            wrong = isDuration(value)
                    ? null
                    : "'" + name + "' is '" + value + "'; write a time such as 500ms, 30s, 10m or 2h";
        }
        if (wrong != null) {
            findings.fault(each.file(), node, node == each.node() ? name : "", wrong);
        }
    }

    private static boolean isDuration(String value) {
        try {
            TimeUtils.toMilliSeconds(value);
            return true;
        } catch (RuntimeException e) {
            return value.startsWith("P");
        }
    }

    private void direction(Endpoint each, EndpointOptionModel option, Node key) {
        String label = option.getLabel() == null ? "" : option.getLabel();
        boolean other = each.isConsumer() ? label.matches("producer\\b.*") : label.matches("consumer\\b.*");
        if (other
                && !each.step().equals("poll")
                && !each.scheme().equals("ledger")
                && !each.step().equals("kamelet")) {
            findings.doubt(
                    each.file(),
                    key,
                    "'" + option.getName() + "' means nothing "
                            + (each.isConsumer() ? "where a route begins" : "where something is sent")
                            + "; take it away");
        }
    }

    private void required(Endpoint each, ComponentModel model, Map<String, EndpointOptionModel> options) {
        boolean misspelt = each.parameters() != null
                && each.parameters().getValue().stream().anyMatch(one -> findings.isRefused(one.getKeyNode()));
        if (misspelt || findings.isRefused(each.node())) {
            return; // it may be the one that is missing
        }
        Map<String, Node> given = given(each);
        boolean path = !each.path().isBlank();
        for (EndpointOptionModel option : options.values()) {
            if (option == null || !option.isRequired() || option.getDefaultValue() != null) {
                continue;
            }
            boolean there = given.containsKey(option.getName())
                    || each.uri().contains(option.getName() + "=")
                    || "path".equals(option.getKind()) && path;
            if (!there) {
                findings.fault(
                        each.file(),
                        each.node(),
                        each.scheme() + ": needs '" + option.getName() + "'; write it into the uri, as in "
                                + model.getSyntax() + ", or below parameters:");
            }
        }
    }
}
