package dev.aftertalk.deploy.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schema of Camel's YAML, as its own jar brings it. A validator's answer to its many alternatives is no help to whoever made a typing error, so
 * what the alternatives allow is put together ({@link Shape}), and {@link Structure} goes along it.
 */
final class DslSchema {

    private static final String FILE = "/schema/camelYamlDsl.json";
    private static final String DEFINITIONS = "#/items/definitions/";

    private final JsonNode root;
    /** By what stands in {@link #root}: what is made anew each time would be kept for good. */
    private final Map<JsonNode, Shape> shapes = new IdentityHashMap<>();

    private final Map<String, Shape> definitions = new ConcurrentHashMap<>();

    private DslSchema(JsonNode root) {
        this.root = root;
    }

    private static final class Holder {
        private static final DslSchema SHIPPED = read();
    }

    /** That of the Camel that runs. */
    static DslSchema shipped() {
        return Holder.SHIPPED;
    }

    private static DslSchema read() {
        try (InputStream file = DslSchema.class.getResourceAsStream(FILE)) {
            return new DslSchema(new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an item of a route file may be. */
    Shape item() {
        return of(root.get("items"));
    }

    /** @param name with the end of its package, such as {@code model.RouteTemplateDefinition} */
    Shape definition(String name) {
        return definitions.computeIfAbsent(
                name,
                each -> of(
                        JsonNodeFactory.instance.objectNode().put("$ref", DEFINITIONS + "org.apache.camel." + each)));
    }

    synchronized Shape of(JsonNode schema) {
        Shape known = shapes.get(schema);
        if (known == null) {
            Gathered gathered = new Gathered();
            gathered.add(schema, true);
            known = gathered.shape();
            shapes.put(schema, known);
        }
        return known;
    }

    private final class Gathered {
        private String name = "";
        private Map<String, JsonNode> properties;
        private final Set<String> required = new LinkedHashSet<>();
        private final Set<String> oneOf = new LinkedHashSet<>();
        private final Set<String> types = new LinkedHashSet<>();
        private final List<String> choices = new ArrayList<>();
        private JsonNode items;

        void add(JsonNode schema, boolean always) {
            if (schema.has("$ref")) {
                String reference = schema.get("$ref").asText().substring(DEFINITIONS.length());
                if (name.isEmpty()) {
                    name = reference.substring(reference.lastIndexOf('.') + 1);
                }
                add(root.get("items").get("definitions").get(reference), always);
            }
            if (schema.has("type")) {
                types.add(schema.get("type").asText());
            }
            if (schema.has("items") && schema != root.get("items")) {
                items = schema.get("items");
            }
            schema.path("enum").forEach(each -> choices.add(each.asText()));
            schema.path("properties").fields().forEachRemaining(each -> property(each.getKey(), each.getValue()));
            if (always) {
                schema.path("required").forEach(each -> required.add(each.asText()));
            } else if (schema.path("required").size() == 1) {
                oneOf.add(schema.path("required").get(0).asText());
            }
            schema.path("oneOf").forEach(each -> alternative(each));
            schema.path("anyOf").forEach(each -> alternative(each));
        }

        private void alternative(JsonNode schema) {
            if (!schema.has("not")) {
                // What is required of an object says nothing of a text in its place, and so is required of the object.
                add(schema, false);
            }
        }

        private void property(String key, JsonNode schema) {
            if (properties == null) {
                properties = new LinkedHashMap<>();
            }
            JsonNode there = properties.get(key);
            if (there == null || there.isEmpty()) {
                properties.put(key, schema);
            }
        }

        Shape shape() {
            return new Shape(name, properties, required, oneOf, types, items, choices);
        }
    }
}
