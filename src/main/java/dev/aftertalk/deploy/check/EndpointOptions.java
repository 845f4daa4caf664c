package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.settings.Switches;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
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

    private static final Set<String> SENDING = Set.of("to", "toD", "wireTap");

    /** In a syntax such as {@code //host:port}, the name of the first part and what ends it. */
    private static final Pattern FIRST = Pattern.compile("^(?://)?(\\w+)(\\W*)");

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
        side(each, model);
        path(each, model);
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

    /** Whether its component can be used there at all. */
    private void side(Endpoint each, ComponentModel model) {
        if (each.isConsumer() && model.isProducerOnly()) {
            findings.fault(
                    each.file(),
                    each.node(),
                    each.scheme(),
                    "a route can't begin with " + each.scheme()
                            + ":, which only takes what is sent to it; write it below steps:, in to:");
        } else if (SENDING.contains(each.step()) && model.isConsumerOnly()) {
            findings.fault(
                    each.file(),
                    each.node(),
                    each.scheme(),
                    "nothing can be sent to " + each.scheme() + ":, which only begins routes; write it below from:");
        }
    }

    /** What stands first behind the scheme, where a component has only some words for that. */
    private void path(Endpoint each, ComponentModel model) {
        Matcher first =
                FIRST.matcher(model.getSyntax().substring(model.getSyntax().indexOf(':') + 1));
        if (findings.isRefused(each.node()) || !first.find() || each.path().isEmpty()) {
            return;
        }
        String end = first.group(2).isEmpty() ? "$" : Pattern.quote(first.group(2));
        String written = each.path().split(end, 2)[0];
        model.getEndpointPathOptions().stream()
                .filter(option -> option.getName().equals(first.group(1)))
                .filter(option ->
                        option.getEnums() != null && !option.getEnums().isEmpty())
                .filter(option -> Names.isFixed(written) && !isChoice(written, option.getEnums()))
                .findFirst()
                .ifPresent(option -> findings.fault(
                        each.file(),
                        each.node(),
                        written,
                        "there is no " + each.scheme() + ":" + written + ": "
                                + Near.to(written, option.getEnums())
                                        .map(meant -> "did you mean '" + each.scheme() + ":" + meant + "'?")
                                        .orElse("behind " + each.scheme() + ": may stand "
                                                + String.join(", ", option.getEnums()))));
    }

    private static boolean isChoice(String value, List<String> choices) {
        return choices.stream().anyMatch(choice -> plain(choice).equals(plain(value)));
    }

    private static String plain(String value) {
        return value.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
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
        String wrong = null;
        if (option.getEnums() != null && !option.getEnums().isEmpty() && !"ledger".equals(each.scheme())) {
            wrong = isChoice(value, option.getEnums())
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
