package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.NeededSettings;
import dev.aftertalk.diagnosis.UsedStep;
import dev.aftertalk.settings.Switches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.springframework.core.env.PropertyResolver;

/** Walks through the steps of routes, and into the kamelets and routes that they call, and notes what they call and what they know by then. */
final class StepWalk {

    static final String DIRECT = "direct:";

    private static final int DEEPEST = 10;
    private static final Set<String> CALLS = Set.of("to", "toD", "wireTap", "enrich", "pollEnrich", "poll");

    private final PropertyResolver settings;
    private final Map<String, Node> kamelets;
    private final List<WalkedRoute> routes;
    private final Set<String> called = new HashSet<>();
    private final List<UsedStep> found = new ArrayList<>();

    /**
     * @param kamelets by their names
     * @param routes that {@code direct:} may lead to
     */
    StepWalk(PropertyResolver settings, Map<String, Node> kamelets, List<WalkedRoute> routes) {
        this.settings = settings;
        this.kamelets = kamelets;
        this.routes = routes;
    }

    /** Where a walk is: what it is in, and what it knows by then. */
    private record Place(
            WalkedRoute route,
            List<String> missing,
            Map<String, String> parameters,
            Map<String, String> variables,
            int depth) {

        Place within(Map<String, String> given) {
            return new Place(route, missing, given, variables, depth + 1);
        }
    }

    List<UsedStep> found() {
        return found;
    }

    /** Whether a walk has come through a route that began elsewhere. */
    boolean hasCalled(WalkedRoute route) {
        return called.contains(route.from());
    }

    void walk(WalkedRoute route) {
        List<String> missing = NeededSettings.missing(route.precondition(), settings);
        walk(route.steps(), new Place(route, missing, Map.of(), new LinkedHashMap<>(), 0));
    }

    private void walk(Node node, Place place) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(each -> walk(each, place));
        } else if (node instanceof MappingNode map && place.depth() < DEEPEST) {
            map.getValue().forEach(each -> step(each, place));
        }
    }

    private void step(NodeTuple entry, Place place) {
        String name = Yaml.text(entry.getKeyNode());
        Node value = entry.getValueNode();
        if (isOff(value)) {
            return;
        }
        switch (name) {
            case "parameters", "expression" -> {} // no steps, whatever their names are
            case "bean" -> call("bean:" + Yaml.text(Yaml.value(value, "ref")), value, place);
            case "setVariable" -> set(value, place);
            case "setVariables" -> {
                if (Yaml.value(value, "variables") instanceof SequenceNode all) {
                    all.getValue().forEach(each -> set(each, place));
                }
            }
            case "kamelet" -> {
                String its = value instanceof MappingNode ? Yaml.text(Yaml.value(value, "name")) : Yaml.text(value);
                call("kamelet:" + its, value, place);
            }
            default -> {
                if (CALLS.contains(name)) {
                    call(
                            value instanceof MappingNode ? Yaml.text(Yaml.value(value, "uri")) : Yaml.text(value),
                            value,
                            place);
                }
                walk(value, place);
            }
        }
    }

    /** Whether a step says so itself, such as by {@code disabled: "{{off:workflows.promo-code}}"}. */
    private boolean isOff(Node step) {
        String disabled = Yaml.text(Yaml.value(step, "disabled")).strip();
        Matcher placeholder = Kamelets.PLACEHOLDER.matcher(disabled);
        if (!placeholder.matches()) {
            return disabled.equals("true");
        }
        String inside = placeholder.group(1).strip();
        boolean isTurned = inside.startsWith("!");
        return isTurned != isTrue(isTurned ? inside.substring(1).strip() : inside);
    }

    /** @param asked a setting, with or without the function that says what is asked of it */
    private boolean isTrue(String asked) {
        if (asked.startsWith("configured:")) {
            return NeededSettings.missing("{{" + asked + "}}", settings).isEmpty();
        }
        boolean isOn = Switches.read(setting(Placeholders.name(asked))).orElse(false);
        return isOn != asked.startsWith("off:");
    }

    private void set(Node variable, Place place) {
        Node expression = Yaml.value(variable, "expression") == null ? variable : Yaml.value(variable, "expression");
        for (String language : List.of("constant", "simple")) {
            Node text = Yaml.value(expression, language);
            if (text != null) {
                String written = Yaml.text(text instanceof MappingNode ? Yaml.value(text, "expression") : text);
                place.variables().put(Yaml.text(Yaml.value(variable, "name")), resolved(written, place));
            }
        }
    }

    private void call(String uri, Node step, Place place) {
        Address address = Address.of(resolved(uri, place));
        Map<String, String> given = new LinkedHashMap<>();
        address.parameters().forEach(each -> {
            String[] parts = each.split("=", 2);
            given.put(parts[0], parts.length > 1 ? parts[1] : "");
        });
        if (Yaml.value(step, "parameters") instanceof MappingNode parameters) {
            parameters
                    .getValue()
                    .forEach(each ->
                            given.put(Yaml.text(each.getKeyNode()), resolved(Yaml.text(each.getValueNode()), place)));
        }
        String path = address.path().equals("direct") ? DIRECT + given.getOrDefault("name", "") : address.path();
        found.add(new UsedStep(
                place.route().id(),
                place.route().file().path(),
                path,
                given,
                Map.copyOf(place.variables()),
                place.missing()));
        follow(path, given, place);
    }

    private void follow(String path, Map<String, String> given, Place place) {
        if (path.startsWith("kamelet:")) {
            Node kamelet = kamelets.get(path.substring("kamelet:".length()).split("/", 2)[0]);
            Map<String, String> known = new HashMap<>();
            if (Yaml.at(kamelet, "spec", "definition", "properties") instanceof MappingNode properties) {
                properties.getValue().forEach(each -> {
                    Node standard = Yaml.value(each.getValueNode(), "default");
                    if (standard != null) {
                        known.put(Yaml.text(each.getKeyNode()), Yaml.text(standard));
                    }
                });
            }
            known.putAll(given);
            walk(Yaml.at(kamelet, "spec", "template", "from", "steps"), place.within(known));
        } else if (path.startsWith(DIRECT)) {
            called.add(path);
            routes.stream()
                    .filter(route -> route.from().equals(path))
                    .forEach(route -> walk(route.steps(), place.within(Map.of())));
        }
    }

    /** With parameters of the kamelet, or settings, in place of placeholders. */
    private String resolved(String text, Place place) {
        return Kamelets.PLACEHOLDER.matcher(text).replaceAll(each -> {
            String name = Placeholders.name(each.group(1));
            String value =
                    place.parameters().containsKey(name) ? place.parameters().get(name) : setting(name);
            boolean canBeMissing = each.group(1).strip().startsWith("?");
            return Matcher.quoteReplacement(value != null ? value : canBeMissing ? "" : each.group());
        });
    }

    /** Null when there is none, or it takes in one that there is not. */
    private String setting(String name) {
        try {
            return settings.getProperty(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
