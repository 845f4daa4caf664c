package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Expression;
import dev.aftertalk.deploy.check.Found.Kamelet;
import dev.aftertalk.deploy.check.Found.Named;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Notes what a walk through a file meets: its addresses, expressions, names and texts, for those who look at them when all files are read. Of one
 * file or kamelet.
 */
final class Notes {

    private static final Set<String> PREDICATES = Set.of(
            "FilterDefinition",
            "WhenDefinition",
            "OnWhenDefinition",
            "ValidateDefinition",
            "ExpressionSubElementDefinition");

    /** Their expression makes an address, or several. */
    private static final Set<String> ADDRESSES = Set.of(
            "EnrichDefinition",
            "PollEnrichDefinition",
            "RecipientListDefinition",
            "RoutingSlipDefinition",
            "DynamicRouterDefinition");

    private static final Set<String> DYNAMIC = Set.of("toD", "wireTap", "poll");

    /** Addresses that stand alone, without parameters. */
    private static final Set<String> ADDRESS_KEYS = Set.of("deadLetterUri");

    private final CheckedFile file;
    private final Kamelet kamelet;
    private final Found found;
    private int inConfiguration;
    private String variable = "";
    private String set = "";

    /** @param kamelet whose template it is; null for a file of routes */
    Notes(CheckedFile file, Kamelet kamelet, Found found) {
        this.file = file;
        this.kamelet = kamelet;
        this.found = found;
    }

    /** A text, wherever it stands. */
    void text(ScalarNode node) {
        found.texts.add(new Named(file, kamelet, node, node.getValue()));
    }

    /** What has a text as its value, under which key. */
    void keyed(MappingNode map) {
        map.getValue().stream()
                .filter(each -> each.getValueNode() instanceof ScalarNode)
                .forEach(each ->
                        found.keyed.add(new Named(file, kamelet, each.getValueNode(), Yaml.text(each.getKeyNode()))));
    }

    /** Keys whose places are known; before what is below them. */
    void enter(Place place, MappingNode map, Shape shape) {
        inConfiguration += isConfiguration(shape) ? 1 : 0;
        if (shape.name().equals("SetVariableDefinition")) {
            variable = Yaml.text(Yaml.value(map, "name"));
            named(found.variables, map, "name");
        } else if (!shape.name().equals("ExpressionDefinition") && !shape.isLanguage()) {
            variable = "";
        }
        if (!shape.name().equals("ExpressionDefinition") && !shape.isLanguage()) {
            set = shape.name().startsWith("Set") ? Yaml.text(Yaml.value(map, "name")) : "";
        }
        named(found.variables, map, "variableReceive");
        note(place, map, shape);
        stepId(map, shape);
    }

    /** After what is below them. */
    void leave(Shape shape) {
        inConfiguration -= isConfiguration(shape) ? 1 : 0;
    }

    private static boolean isConfiguration(Shape shape) {
        return shape.name().equals("RouteConfigurationDefinition");
    }

    /** A text whose place is known. */
    void scalar(Place place, ScalarNode node, Shape shape) {
        String value = node.getValue();
        if (shape.isEndpoint()
                || ADDRESS_KEYS.contains(place.key()) && place.parent().takes(place.key())) {
            endpoint(place.key(), node, value, null);
        } else if (shape.name().equals("KameletDefinition")) {
            endpoint("kamelet", node, "kamelet:" + value, null);
        } else if (shape.isLanguage()) {
            expression(place, place.key(), node);
        } else if (shape.name().equals("LogDefinition")) {
            expression(place, "simple", node);
        } else if (shape.name().equals("BeanDefinition")) {
            found.beans.add(new Named(file, kamelet, node, value));
        } else if (place.key().equals("routeConfigurationId")) {
            found.configurationUses.add(new Named(file, kamelet, node, value));
        } else if (place.key().equals("exception")) {
            found.exceptions.add(new Named(file, kamelet, node, value));
        } else if (place.key().equals("uri") && !place.parent().isEndpoint()) {
            endpoint(place.parentKey(), node, value, null);
        }
    }

    private void note(Place place, MappingNode map, Shape shape) {
        Node uri = Yaml.value(map, "uri");
        if (shape.isEndpoint() && uri instanceof ScalarNode) {
            MappingNode parameters = Yaml.value(map, "parameters") instanceof MappingNode below ? below : null;
            boolean fixed = "false".equals(Yaml.text(Yaml.value(map, "dynamicUri")));
            endpoint(fixed ? "to" : place.key(), uri, Yaml.text(uri), parameters);
        } else if (shape.name().equals("KameletDefinition") && Yaml.value(map, "name") instanceof ScalarNode name) {
            MappingNode parameters = Yaml.value(map, "parameters") instanceof MappingNode below ? below : null;
            endpoint("kamelet", name, "kamelet:" + name.getValue(), parameters);
        } else if (shape.isLanguage() && Yaml.value(map, "expression") instanceof ScalarNode text) {
            expression(place, place.key(), text);
        } else if (shape.name().equals("LogDefinition")
                && Yaml.value(map, "message") instanceof ScalarNode text
                && Yaml.value(map, "logLanguage") == null) {
            expression(place, "simple", text);
        } else if (shape.name().equals("RouteDefinition")) {
            ScalarNode id = Yaml.value(map, "id") instanceof ScalarNode given ? given : null;
            if (kamelet == null) {
                found.routes.add(new Found.Route(file, map, id, Yaml.text(Yaml.value(map, "precondition"))));
            }
            if (Yaml.value(map, "precondition") instanceof ScalarNode text
                    && !text.getValue().contains("{{")) {
                found.expressions.add(
                        new Expression(file, kamelet, "simple", text, text.getValue(), true, "precondition", "", ""));
            }
        } else if (shape.name().equals("RouteConfigurationDefinition")) {
            if (Yaml.value(map, "id") instanceof ScalarNode id) {
                found.configurations.add(new Named(file, kamelet, id, id.getValue()));
            }
        } else if (shape.name().equals("BeanFactoryDefinition")) {
            if (Yaml.value(map, "name") instanceof ScalarNode name) {
                found.declaredBeans.add(new Named(file, kamelet, name, name.getValue()));
            }
            named(found.classes, map, "type");
            named(found.languages, map, "scriptLanguage");
        }
        if (Set.of("BeanDefinition", "MethodCallExpression", "ProcessDefinition")
                .contains(shape.name())) {
            named(found.beans, map, "ref");
            if (Yaml.value(map, "method") instanceof ScalarNode method) {
                found.beanCalls.add(new Found.Call(file, kamelet, method, Yaml.text(Yaml.value(map, "ref"))));
            }
            named(found.classes, map, "beanType");
        }
        if (shape.name().equals("LanguageExpression")) {
            named(found.languages, map, "language");
        }
        if (shape.name().equals("ExpressionDefinition") || shape.properties().containsKey("groovy")) {
            map.getValue().stream()
                    .filter(each -> shape.oneOf().contains(Yaml.text(each.getKeyNode())))
                    .forEach(each -> found.languages.add(
                            new Named(file, kamelet, each.getKeyNode(), Yaml.text(each.getKeyNode()))));
        }
    }

    /** Camel wants them to be others in all routes; a kamelet's and a configuration's steps are copied into each. */
    private void stepId(MappingNode map, Shape shape) {
        if (kamelet == null
                && inConfiguration == 0
                && shape.takes("id")
                && !shape.name().equals("RouteDefinition")
                && Yaml.value(map, "id") instanceof ScalarNode id
                && !shape.isLanguage()) {
            found.stepIds.add(new Named(file, null, id, id.getValue()));
        }
    }

    private void named(List<Named> list, MappingNode map, String key) {
        if (Yaml.value(map, key) instanceof ScalarNode node && !node.getValue().isEmpty()) {
            list.add(new Named(file, kamelet, node, node.getValue()));
        }
    }

    private void endpoint(String step, Node node, String uri, MappingNode parameters) {
        boolean constant = !(DYNAMIC.contains(step) && uri.contains("${"));
        found.endpoints.add(new Endpoint(file, kamelet, step, node, uri, parameters, constant));
    }

    private void expression(Place place, String language, ScalarNode node) {
        found.expressions.add(new Expression(
                file,
                kamelet,
                language,
                node,
                node.getValue(),
                PREDICATES.contains(place.owner()),
                place.step(),
                variable,
                set));
        if (ADDRESSES.contains(place.owner())
                && !node.getValue().contains("${")
                && Set.of("constant", "simple").contains(language)) {
            for (String uri : node.getValue().split(",")) {
                String step = place.owner().equals("PollEnrichDefinition") ? "poll" : "to";
                found.endpoints.add(new Endpoint(file, kamelet, step, node, uri.strip(), null, true));
            }
        }
    }
}
