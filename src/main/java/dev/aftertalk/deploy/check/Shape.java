package dev.aftertalk.deploy.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may stand at a place of a route file, by Camel's own schema, with its alternatives put together.
 *
 * @param name of the schema's definition, without its package; empty for a place that has none
 * @param properties the keys, each with its schema; null where any key may stand
 * @param required the keys that must be there
 * @param oneOf keys of which at most one may be there, as languages
 * @param types text, object and so on
 * @param items of a list; null for what is none
 * @param choices the only texts; empty where any will do
 */
record Shape(
        String name,
        Map<String, JsonNode> properties,
        Set<String> required,
        Set<String> oneOf,
        Set<String> types,
        JsonNode items,
        List<String> choices) {

    boolean isClosed() {
        return properties != null;
    }

    boolean takes(String key) {
        return properties == null || properties.containsKey(key);
    }

    boolean isText() {
        return types.contains("string");
    }

    boolean isObject() {
        return types.contains("object") || isClosed();
    }

    boolean isList() {
        return items != null || types.contains("array");
    }

    /** Whether an address with its parameters may stand here. */
    boolean isEndpoint() {
        return isClosed() && properties.containsKey("uri") && properties.containsKey("parameters");
    }

    /** Whether a text in some language may stand here. */
    boolean isLanguage() {
        return name.endsWith("Expression");
    }
}
