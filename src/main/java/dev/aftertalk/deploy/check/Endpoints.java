package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.AllowList;
import dev.aftertalk.deploy.DynamicAddress;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Named;
import dev.aftertalk.settings.Switches;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.TimeUtils;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.springframework.core.env.Environment;

/** Checks addresses against what their components say of themselves, and against what may be used at all. */
final class Endpoints {

    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Set<String> OPERATIONS =
            Set.of("accept", "check", "events", "start", "workflow", "retry", "dead", "skip", "intent");
    private static final Set<String> OWN = Set.of("kamelet", "ledger", "iadvize", "jira-issue");

    private final Found found;
    private final Findings findings;
    private final AllowList allowed;
    private final Environment settings;
    private final KnownBeans beans;
    private final Components components = Components.shipped();
    private final LedgerAddresses ledger = Languages.shipped().ledger();

    Endpoints(Found found, Findings findings, Environment settings, KnownBeans beans) {
        this.found = found;
        this.findings = findings;
        this.settings = settings;
        this.beans = beans;
        this.allowed = new AllowList(settings);
    }

    void check() {
        for (Named each : found.languages) {
            allowed.refusalOfLanguage(each.name())
                    .ifPresent(refusal -> findings.fault(each.file(), each.node(), refusal));
        }
        for (Named each : found.classes) {
            allowed.refusalOfClass(each.name().replaceFirst("^#class:", ""))
                    .ifPresent(refusal -> findings.fault(each.file(), each.node(), refusal));
        }
        for (Found.Expression each : found.expressions) {
            if (!allowed.isAnyHost() && each.name().equalsIgnoreCase("CamelHttpUri")) {
                findings.fault(
                        each.file(),
                        each.node(),
                        "the header CamelHttpUri would lead to any host, which routes.allowed-hosts does not allow; write the address"
                                + " into toD:");
            }
        }
        for (Endpoint each : found.endpoints) {
            if (!findings.isRefused(each.node())) {
                endpoint(each);
            }
        }
    }

    private void endpoint(Endpoint each) {
        String scheme = each.scheme();
        boolean open =
                scheme.isEmpty() || each.uri().startsWith("{{") || each.uri().startsWith("${");
        if (open) {
            return;
        }
        if (scheme.contains("{{") || scheme.contains("${")) {
            return;
        }
        if (!components.isThere(scheme) && !beans.names().contains(scheme)) {
            unknown(each, scheme);
            return;
        }
        Optional<String> refusal = allowed.refusal(each.uri());
        if (refusal.isPresent()) {
            findings.fault(each.file(), each.node(), refusal.get());
            return;
        }
        if (each.constant()
                && Address.of(each.uri()).path().contains("${")
                && !scheme.equals("language")
                && !scheme.equals("bean")) {
            findings.fault(
                    each.file(),
                    each.node(),
                    "${",
                    "'" + each.step() + "' does not evaluate the ${…} in its address; write toD: in place of it");
            return;
        }
        references(each);
        if (!scheme.equals("kamelet")) {
            components.model(scheme).ifPresent(model -> options(each, model));
        }
        if (scheme.equals("ledger")) {
            ledger(each);
        }
        dynamic(each);
    }

    private void unknown(Endpoint each, String scheme) {
        Set<String> known = new TreeSet<>(components.names());
        Optional<String> near = components.isOfCamel(scheme) ? Optional.empty() : Near.to(scheme, known);
        String problem = near.map(meant -> "there is no component '" + scheme + "': did you mean '" + meant + "'?")
                .orElseGet(() -> components.isOfCamel(scheme)
                        ? "the component '" + scheme
                                + "' of Camel is not in Aftertalk's jar; fetch it into lib/: java -jar aftertalk.jar add-component "
                                + components.library(scheme)
                        : "there is no component '" + scheme + "'; there are " + String.join(", ", known));
        findings.fault(each.file(), each.node(), scheme, problem);
    }

    /** What is given, each with the node of its value. */
    private Map<String, Node> given(Endpoint each) {
        Map<String, Node> given = new LinkedHashMap<>();
        if (each.parameters() != null) {
            each.parameters()
                    .getValue()
                    .forEach(entry -> given.put(Yaml.text(entry.getKeyNode()), entry.getValueNode()));
        }
        return given;
    }

    private void options(Endpoint each, ComponentModel model) {
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

    /** Objects that the address has made. */
    private void references(Endpoint each) {
        given(each).forEach((name, node) -> {
            String value = Yaml.text(node);
            if (value.startsWith("#class:") || value.startsWith("#type:")) {
                allowed.refusalOfClass(value.substring(value.indexOf(':') + 1))
                        .ifPresent(refusal -> findings.fault(each.file(), node, refusal));
            }
        });
    }

    /** By the component itself, which knows what belongs to which of its operations. */
    private void ledger(Endpoint each) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        Address.of(each.uri())
                .parameters()
                .forEach(one -> parameters.put(
                        one.split("=", 2)[0],
                        resolved(one.contains("=") ? one.substring(one.indexOf('=') + 1) : "", "1s")));
        if (given(each).values().stream().anyMatch(findings::isRefused)
                || each.parameters() != null
                        && each.parameters().getValue().stream()
                                .anyMatch(one -> findings.isRefused(one.getKeyNode()))) {
            return;
        }
        given(each).forEach((name, node) -> parameters.put(name, resolved(Yaml.text(node), standard(name))));
        String path = resolved(each.path(), "x");
        ledger.fault(path, parameters, each.isConsumer()).ifPresent(fault -> {
            Node at = given(each).entrySet().stream()
                    .filter(one -> fault.contains(one.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(each.node());
            String operation = path.split("/", 2)[0];
            Optional<String> near =
                    fault.startsWith("There is no ledger:") ? Near.to(operation, OPERATIONS) : Optional.empty();
            findings.fault(
                    each.file(),
                    at,
                    near.isPresent() ? operation : "",
                    near.map(meant -> "there is no ledger:" + operation + ": did you mean 'ledger:" + meant + "'?")
                            .orElse(fault.replaceFirst("\\.$", "")));
        });
    }

    private static String standard(String name) {
        return switch (name) {
            case "concurrency", "backOffMultiplier", "maximumRedeliveries" -> "2";
            case "oncePerConversation" -> "true";
            default -> "1s";
        };
    }

    private String resolved(String text, String standard) {
        return Kamelets.PLACEHOLDER.matcher(text).replaceAll(each -> {
            String name = Placeholders.name(each.group(1));
            String value = null;
            try {
                value = settings.getProperty(name);
            } catch (IllegalArgumentException e) {
                // it holds ${…} that is not set, which the settings' own check tells of
            }
            return java.util.regex.Matcher.quoteReplacement(value == null || value.isBlank() ? standard : value);
        });
    }

    private void dynamic(Endpoint each) {
        if (each.step().equals("toD")
                || each.step().equals("wireTap")
                || each.step().equals("poll")) {
            StringBuilder uri = new StringBuilder(each.uri());
            given(each).forEach((name, node) -> uri.append(uri.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(Yaml.text(node).replace("&", "%26")));
            DynamicAddress.fault(Languages.shipped().context(), uri.toString())
                    .ifPresent(fault -> findings.fault(each.file(), each.node(), fault));
        } else if (!OWN.contains(each.scheme())
                && !Set.of("bean", "log", "language", "freemarker").contains(each.scheme())) {
            given(each).forEach((name, node) -> {
                if (Yaml.text(node).contains("${") && each.constant() && !each.isConsumer()) {
                    findings.doubt(
                            each.file(),
                            node,
                            "${",
                            "'" + each.step()
                                    + "' does not evaluate the ${…} in its parameters; write toD: in place of it");
                }
            });
        }
    }
}
