package dev.aftertalk.routes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;

/** A YAML file of {@code routes/}, and the questions the checks ask about it. */
record RouteFile(Path path, JsonNode root) {

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    static RouteFile read(Path path) throws IOException {
        return new RouteFile(path, YAML.readTree(path.toFile()));
    }

    boolean isKamelet() {
        return path.toString().endsWith(".kamelet.yaml");
    }

    boolean isRoutes() {
        return path.toString().endsWith(".camel.yaml");
    }

    String stem() {
        return path.getFileName().toString().replaceFirst("\\.(camel|kamelet)\\.yaml$", "");
    }

    /** What stands at the top level of a route file under this key. */
    List<JsonNode> all(String key) {
        return StreamSupport.stream(root.spliterator(), false)
                .filter(item -> item.has(key))
                .map(item -> item.get(key))
                .toList();
    }

    List<JsonNode> routes() {
        return all("route");
    }

    /** The parameters a kamelet declares. */
    JsonNode declared() {
        return root.path("spec").path("definition").path("properties");
    }

    List<String> required() {
        return StreamSupport.stream(
                        root.path("spec").path("definition").path("required").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    List<RouteEndpoint> endpoints() {
        List<RouteEndpoint> endpoints = new ArrayList<>();
        walk(root, (key, node) -> RouteEndpoint.of(key, node).ifPresent(endpoints::add));
        return endpoints;
    }

    /** Every route configuration that a route names. */
    List<String> namedConfigurations() {
        return routes().stream()
                .map(route -> route.path("routeConfigurationId"))
                .filter(JsonNode::isTextual)
                .flatMap(names -> List.of(names.asText().split("\\s*,\\s*")).stream())
                .toList();
    }

    /** Visits each value with the key it stands under. */
    void visit(BiConsumer<String, JsonNode> visitor) {
        walk(root, visitor);
    }

    static void walk(JsonNode node, BiConsumer<String, JsonNode> visitor) {
        node.fields().forEachRemaining(field -> {
            visitor.accept(field.getKey(), field.getValue());
            walk(field.getValue(), visitor);
        });
        if (node.isArray()) {
            node.forEach(item -> walk(item, visitor));
        }
    }

    Optional<String> firstRouteId() {
        return routes().stream().findFirst().map(route -> route.path("id").asText());
    }
}
