package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Reached.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.snakeyaml.engine.v2.nodes.Node;
import org.springframework.core.env.Environment;

/** Checks addresses of our own components by these themselves, where they stand and as they become by what is given to a kamelet. */
final class OwnAddresses {

    private final Findings findings;
    private final Environment settings;
    private final OwnComponents components = Languages.shipped().own();

    OwnAddresses(Findings findings, Environment settings) {
        this.findings = findings;
        this.settings = settings;
    }

    /** Where it stands. */
    void check(Endpoint each) {
        Map<String, Node> given = EndpointOptions.given(each);
        boolean misspelt = each.parameters() != null
                && each.parameters().getValue().stream().anyMatch(one -> findings.isRefused(one.getKeyNode()));
        if (!components.has(each.scheme())
                || misspelt
                || given.values().stream().anyMatch(findings::isRefused)) {
            return;
        }
        Map<String, Value> parameters = new LinkedHashMap<>();
        Address.of(each.uri()).parameters().forEach(one -> {
            String[] parts = one.split("=", 2);
            parameters.put(parts[0], new Value(parts.length > 1 ? parts[1] : "", null));
        });
        given.forEach((name, node) -> parameters.put(name, new Value(Yaml.text(node), node)));
        check(each, new Reached(each, each, new Value(each.path(), null), parameters));
    }

    /** As it becomes by what a workflow gives to a kamelet. */
    void check(Reached reached) {
        if (components.has(reached.scheme())
                && reached.parameters().values().stream()
                        .noneMatch(value -> value.node() != null && findings.isRefused(value.node()))) {
            check(reached.call(), reached);
        }
    }

    private void check(Endpoint at, Reached each) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        each.parameters()
                .forEach((name, value) ->
                        parameters.put(name, resolved(at, value.text(), standard(each.scheme(), name))));
        String path = resolved(at, each.path(), "x");
        components.fault(each.scheme(), path, parameters, at.isConsumer()).ifPresent(fault -> {
            Optional<Node> value = each.parameters().entrySet().stream()
                    .filter(one -> one.getValue().node() != null && fault.contains(one.getKey()))
                    .map(one -> one.getValue().node())
                    .findFirst();
            findings.fault(at.file(), value.orElse(at.node()), fault);
        });
    }

    /** What an option takes, for a placeholder of which more is not known. */
    private static String standard(String scheme, String name) {
        String type = Components.shipped()
                .model(scheme)
                .flatMap(model -> model.getEndpointOptions().stream()
                        .filter(option -> option.getName().equals(name))
                        .map(EndpointOptionModel::getType)
                        .findFirst())
                .orElse("string");
        return switch (type) {
            case "integer", "number" -> "2";
            case "boolean" -> "true";
            default -> "1s"; // a time is a text, too
        };
    }

    private String resolved(Endpoint at, String text, String standard) {
        return Kamelets.PLACEHOLDER.matcher(text).replaceAll(each -> {
            String name = Placeholders.name(each.group(1));
            boolean parameter =
                    at.kamelet() != null && at.kamelet().parameters().containsKey(name);
            String value = null;
            try {
                value = parameter ? null : settings.getProperty(name);
            } catch (IllegalArgumentException e) {
                // it holds ${…} that is not set, which the settings' own check tells of
            }
            return Matcher.quoteReplacement(value == null || value.isBlank() ? standard : value);
        });
    }
}
