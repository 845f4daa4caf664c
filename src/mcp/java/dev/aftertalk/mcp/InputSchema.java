package dev.aftertalk.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a tool takes, as JSON Schema: an object whose properties are texts, numbers, switches and lists of texts. */
final class InputSchema {

    /** Name of the switch that all tools have that change something. */
    static final String DRY = "dryRun";

    private static final int LONGEST = 4_000;

    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<String> required = new ArrayList<>();

    private InputSchema() {}

    static InputSchema none() {
        return new InputSchema();
    }

    InputSchema text(String name, String description) {
        return text(name, description, LONGEST);
    }

    private InputSchema text(String name, String description, int longest) {
        return put(name, "string", description, Map.of("maxLength", longest));
    }

    /** A text that must be given. */
    InputSchema needs(String name, String description) {
        return needs(name, description, LONGEST);
    }

    InputSchema needs(String name, String description, int longest) {
        required.add(name);
        return text(name, description, longest);
    }

    InputSchema choice(String name, String description, List<String> choices) {
        return put(name, "string", description, Map.of("enum", choices));
    }

    InputSchema number(String name, String description, int least, int most, int usual) {
        return put(name, "integer", description, Map.of("minimum", least, "maximum", most, "default", usual));
    }

    InputSchema flag(String name, String description, boolean usual) {
        return put(name, "boolean", description, Map.of("default", usual));
    }

    InputSchema texts(String name, String description, int most) {
        return put(name, "array", description, Map.of("items", Map.of("type", "string"), "maxItems", most));
    }

    /** The switch that has a tool only say what it would do. */
    InputSchema dry() {
        return flag(DRY, "true only says what would be done; false does it.", true);
    }

    private InputSchema put(String name, String type, String description, Map<String, Object> more) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("type", type);
        property.put("description", description);
        property.putAll(more);
        properties.put(name, property);
        return this;
    }

    Map<String, Object> map() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }
}
