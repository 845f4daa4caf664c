package dev.aftertalk.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An address a route file reads from or sends to, however it is spelled.
 *
 * @param name what follows the scheme: of {@code direct:x}, {@code kamelet:x} or {@code ledger:start/x}
 * @param consumed whether a route begins with it
 */
record RouteEndpoint(String scheme, String name, Map<String, String> parameters, boolean consumed) {

    /** @param key the step the node stands under, such as {@code to}, {@code from} or {@code kamelet} */
    static Optional<RouteEndpoint> of(String key, JsonNode node) {
        if (key.equals("kamelet")) {
            String name = node.isTextual() ? node.asText() : node.path("name").asText();
            return Optional.of(endpoint("kamelet:" + name, node.path("parameters"), false));
        }
        boolean consumed = key.equals("from");
        if (node.isTextual()) {
            boolean address = consumed || key.equals("to") || key.equals("toD") || key.equals("wireTap");
            return address ? Optional.of(endpoint(node.asText(), node, consumed)) : Optional.empty();
        }
        return node.path("uri").isTextual()
                ? Optional.of(endpoint(node.get("uri").asText(), node.path("parameters"), consumed))
                : Optional.empty();
    }

    private static RouteEndpoint endpoint(String uri, JsonNode given, boolean consumed) {
        Map<String, String> parameters = new LinkedHashMap<>();
        given.fields()
                .forEachRemaining(
                        field -> parameters.put(field.getKey(), field.getValue().asText()));
        String[] parts = uri.split("\\?", 2);
        if (parts.length == 2) {
            for (String pair : parts[1].split("&")) {
                String[] sides = pair.split("=", 2);
                parameters.put(sides[0], sides.length == 2 ? sides[1] : "");
            }
        }
        String[] halves = parts[0].split(":", 2);
        String name = halves.length == 2 ? halves[1] : nameFrom(halves[0], parameters);
        return new RouteEndpoint(halves[0], name.replaceFirst("^//", ""), parameters, consumed);
    }

    private static String nameFrom(String scheme, Map<String, String> parameters) {
        String name =
                switch (scheme) {
                    case "kamelet" -> parameters.remove("templateId");
                    case "ledger" -> parameters.get("operation") + "/" + parameters.get("name");
                    default -> parameters.get("name");
                };
        return name == null ? "" : name;
    }

    /** Whether the address is only known when a message comes along. */
    boolean isDynamic() {
        return name.contains("{{") || name.contains("${");
    }
}
