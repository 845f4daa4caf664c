package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Kamelet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * An address that a route comes to through the kamelets it calls, as it becomes by what is given to them.
 *
 * @param call of the outermost kamelet, where somebody gives it something
 * @param written where the address stands
 * @param rest behind the scheme and its colon
 */
record Reached(Endpoint call, Endpoint written, Value rest, Map<String, Value> parameters) {

    private static final int DEEPEST = 5;

    /**
     * What a parameter is.
     *
     * @param node where the route gives it; null where it stands in a kamelet
     */
    record Value(String text, Node node) {}

    /** All that the routes of the files come to, the calls of kamelets among them. */
    static List<Reached> all(Found found) {
        List<Reached> all = new ArrayList<>();
        for (Endpoint each : found.endpoints) {
            if (each.kamelet() == null && each.scheme().equals("kamelet")) {
                add(found, new Reached(each, each, new Value(each.path(), null), values(each, Map.of())), all, 0);
            }
        }
        return all;
    }

    /** Of a kamelet. */
    String kamelet() {
        return path().split("/", 2)[0];
    }

    String scheme() {
        return written.scheme();
    }

    /** Whether it was said what is wrong with it where it stands. */
    boolean isRefused(Findings findings) {
        return findings.isRefused(call.node())
                || findings.isRefused(written.node())
                || EndpointOptions.given(written).values().stream().anyMatch(findings::isRefused);
    }

    String path() {
        return rest.text();
    }

    /** As Camel gets it. */
    String uri() {
        StringBuilder uri = new StringBuilder(scheme() + ":" + path());
        char separator = '?';
        for (Map.Entry<String, Value> each : parameters.entrySet()) {
            uri.append(separator).append(each.getKey()).append('=');
            uri.append(each.getValue().text().replace("&", "%26"));
            separator = '&';
        }
        return uri.toString();
    }

    /** Where a route gives what its address is made of. */
    Node given() {
        return rest.node() == null ? call.node() : rest.node();
    }

    private static void add(Found found, Reached reached, List<Reached> all, int depth) {
        all.add(reached);
        Kamelet kamelet = reached.scheme().equals("kamelet") ? found.kamelets.get(reached.kamelet()) : null;
        if (kamelet == null || depth == DEEPEST) {
            return;
        }
        Map<String, Value> known = new LinkedHashMap<>();
        kamelet.parameters().forEach((name, parameter) -> {
            if (parameter.standard() != null) {
                known.put(name, new Value(parameter.standard(), null));
            }
        });
        known.putAll(reached.parameters());
        for (Endpoint each : found.endpoints) {
            if (each.kamelet() == kamelet) {
                Value rest = replaced(each.path(), known);
                add(found, new Reached(reached.call(), each, rest, values(each, known)), all, depth + 1);
            }
        }
    }

    private static Map<String, Value> values(Endpoint endpoint, Map<String, Value> known) {
        Map<String, Value> values = new LinkedHashMap<>();
        boolean own = endpoint.kamelet() == null;
        Address.of(endpoint.uri()).parameters().forEach(each -> {
            String[] parts = each.split("=", 2);
            Value value = replaced(parts.length > 1 ? parts[1] : "", known);
            values.put(parts[0], own ? new Value(value.text(), endpoint.node()) : value);
        });
        EndpointOptions.given(endpoint).forEach((name, node) -> {
            Value value = replaced(Yaml.text(node), known);
            if (!value.text().startsWith("{{?")) { // which nobody has given
                values.put(name, own ? new Value(value.text(), node) : value);
            }
        });
        return values;
    }

    /** With what is known in place of placeholders; where it comes from is where the first of them does that a route gives. */
    private static Value replaced(String text, Map<String, Value> known) {
        Node[] node = new Node[1];
        String replaced = Kamelets.PLACEHOLDER.matcher(text).replaceAll(each -> {
            Value value = known.get(Placeholders.name(each.group(1)));
            if (value == null) {
                return java.util.regex.Matcher.quoteReplacement(each.group());
            }
            node[0] = node[0] == null ? value.node() : node[0];
            return java.util.regex.Matcher.quoteReplacement(value.text());
        });
        return new Value(replaced, node[0]);
    }
}
