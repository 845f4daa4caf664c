package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Kamelet;
import dev.aftertalk.deploy.check.Found.Named;
import dev.aftertalk.deploy.check.Found.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Checks what is given to each kamelet against what it declares. */
final class Kamelets {

    /** What every kamelet takes. */
    static final Set<String> OPTIONS = Set.of(
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "location",
            "noErrorHandler",
            "block",
            "failIfNoConsumers",
            "timeout",
            "lazyStartProducer",
            "allowScriptsInTemplates");

    static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");

    private final Found found;
    private final Findings findings;

    Kamelets(Found found, Findings findings) {
        this.found = found;
        this.findings = findings;
    }

    void check() {
        found.kamelets.values().forEach(this::uses);
        found.endpoints.stream()
                .filter(each -> each.scheme().equals("kamelet"))
                .filter(each -> !findings.isRefused(each.node()))
                .forEach(this::call);
        found.kamelets.values().forEach(this::unused);
    }

    /** Its name; empty for the way in and out of a kamelet. */
    static String name(Endpoint call) {
        String name = call.path().split("/", 2)[0];
        return name.equals("source") || name.equals("sink") ? "" : name;
    }

    /** What is given to it, in the uri and below parameters, each with where it stands. */
    static Map<String, Node> given(Endpoint call) {
        Map<String, Node> given = new LinkedHashMap<>();
        Address.of(call.uri()).parameters().forEach(each -> given.put(each.split("=", 2)[0], call.node()));
        if (call.parameters() != null) {
            call.parameters().getValue().forEach(each -> given.put(Yaml.text(each.getKeyNode()), each.getValueNode()));
        }
        return given;
    }

    private void call(Endpoint call) {
        String name = name(call);
        if (name.isEmpty() || name.contains("{{") || name.contains("${")) {
            return;
        }
        Kamelet kamelet = found.kamelets.get(name);
        if (kamelet == null) {
            if (found.mayHave(call.file().path(), "name: " + name)) {
                return; // its own faults are said
            }
            findings.fault(
                    call.file(),
                    call.node(),
                    name,
                    "there is no kamelet '" + name + "': "
                            + Near.meant(
                                    name,
                                    found.kamelets.keySet(),
                                    "put " + name + ".kamelet.yaml into routes/kamelets"
                                            + (found.kamelets.isEmpty()
                                                    ? ""
                                                    : ", or write one of "
                                                            + String.join(", ", found.kamelets.keySet()))));
            return;
        }
        Map<String, Node> given = given(call);
        boolean misspelt = false;
        for (String each : given.keySet()) {
            misspelt |= named(call, kamelet, each, given.get(each));
        }
        missing(call, kamelet, given.keySet(), misspelt);
        if (call.parameters() != null) {
            call.parameters().getValue().forEach(each -> value(call, kamelet, each));
        }
    }

    /** Whether it is none of its parameters. */
    private boolean named(Endpoint call, Kamelet kamelet, String name, Node value) {
        if (kamelet.parameters().containsKey(name) || OPTIONS.contains(name) || name.contains("{{")) {
            return false;
        }
        Node key = call.parameters() == null
                ? call.node()
                : call.parameters().getValue().stream()
                        .map(NodeTuple::getKeyNode)
                        .filter(each -> Yaml.text(each).equals(name))
                        .findFirst()
                        .orElse(call.node());
        findings.silence(value);
        findings.fault(
                call.file(),
                key,
                key == call.node() ? name : "",
                "kamelet:" + kamelet.name() + " has no parameter '" + name + "': "
                        + Near.meant(
                                name,
                                kamelet.parameters().keySet(),
                                kamelet.parameters().isEmpty()
                                        ? "it has none; take the line away"
                                        : "write one of "
                                                + String.join(
                                                        ", ",
                                                        kamelet.parameters().keySet())
                                                + ", or take the line away"));
        return true;
    }

    private void missing(Endpoint call, Kamelet kamelet, Set<String> given, boolean misspelt) {
        Set<String> needed = new TreeSet<>(kamelet.required());
        needed.addAll(kamelet.needed());
        for (String each : needed) {
            Parameter parameter = kamelet.parameters().get(each);
            if (parameter.standard() == null && !given.contains(each) && !misspelt) {
                findings.fault(
                        call.file(),
                        call.node(),
                        "kamelet:" + kamelet.name() + " needs the parameter '" + each + "'; write " + each
                                + ": … below parameters:"
                                + (kamelet.required().contains(each)
                                        ? ""
                                        : ", or in the kamelet a default: for it, or {{?" + each + "}}"));
            }
        }
    }

    private void value(Endpoint call, Kamelet kamelet, NodeTuple entry) {
        String name = Yaml.text(entry.getKeyNode());
        Node node = entry.getValueNode();
        Parameter parameter = kamelet.parameters().get(name);
        String value = Yaml.text(node);
        if (parameter == null || findings.isRefused(node) || value.contains("{{")) {
            return;
        }
        if (kamelet.required().contains(name) && value.isBlank()) {
            findings.fault(call.file(), node, "'" + name + "' has no value; kamelet:" + kamelet.name() + " needs one");
        } else if (parameter.pattern() != null && !Pattern.matches(parameter.pattern(), value)) {
            findings.fault(
                    call.file(),
                    node,
                    "kamelet:" + kamelet.name() + " can't take "
                            + (parameter.secret() ? "what is given" : "'" + value + "'") + " as its '" + name
                            + "'"
                            + (parameter.example() == null
                                    ? "; it must match " + parameter.pattern()
                                    : "; write for example " + parameter.example() + " (it must match "
                                            + parameter.pattern() + ")"));
        } else if (!parameter.choices().isEmpty() && !parameter.choices().contains(value) && !value.contains("${")) {
            findings.fault(
                    call.file(),
                    node,
                    "'" + name + "' is '" + value + "': "
                            + Near.meant(
                                    value, parameter.choices(), "it may be " + String.join(", ", parameter.choices())));
        } else if (parameter.type().equals("boolean") && !value.matches("(?i)true|false|") && !value.contains("${")) {
            findings.fault(call.file(), node, "'" + name + "' is '" + value + "'; write true or false");
        } else if (parameter.type().matches("integer|number")
                && !value.matches("[+-]?\\d+(\\.\\d+)?|")
                && !value.contains("${")) {
            findings.fault(call.file(), node, "'" + name + "' is '" + value + "'; write a number");
        }
    }

    private void uses(Kamelet kamelet) {
        for (Named text : found.texts) {
            if (text.kamelet() == kamelet) {
                for (Matcher each = PLACEHOLDER.matcher(text.name()); each.find(); ) {
                    String inside = each.group(1).strip();
                    String name = Placeholders.name(inside);
                    kamelet.used().add(name);
                    if (inside.equals(name) && kamelet.parameters().containsKey(name)) {
                        kamelet.needed().add(name);
                    }
                }
            }
        }
    }

    /** What is declared and means nothing, since the template does not use it. */
    private void unused(Kamelet kamelet) {
        kamelet.parameters().forEach((name, parameter) -> {
            if (!kamelet.used().contains(name)
                    && !findings.isRefused(kamelet.file().path())) {
                findings.doubt(
                        kamelet.file(),
                        parameter.key(),
                        "the parameter '" + name + "' is used nowhere in the template: write {{" + name
                                + "}} where it is meant, or take it away");
            }
        });
    }
}
