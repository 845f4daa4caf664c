package dev.aftertalk.connectors.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Message;

/** Reads the JSON that another system answered with. */
public final class JsonAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonAnswers() {}

    /** The answer as a tree, parsed straight from its bytes, or null when it is empty or is not JSON. */
    public static JsonNode read(Message answer) {
        try (InputStream body = answer.getBody(InputStream.class)) {
            JsonNode tree = body == null ? null : JSON.readTree(body);
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (IOException e) {
            return null; // only Jackson's: PooledHttpComponent has already read the whole body from the net
        }
    }

    /** The text of a field, or null when the field is absent, null, blank or no plain value. */
    public static String text(JsonNode object, String field) {
        JsonNode value = object == null ? null : object.get(field);
        if (value == null || value.isNull() || value.isContainerNode()) {
            return null;
        }
        String text = value.asText().strip();
        return text.isEmpty() ? null : text;
    }
}
