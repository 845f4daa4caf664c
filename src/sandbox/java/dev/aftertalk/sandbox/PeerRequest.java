package dev.aftertalk.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as it came.
 *
 * @param path as it was encoded
 * @param query as it was encoded, or null
 * @param headers by their names in any letter case
 * @param parameters of the query and of a form, decoded
 * @param file the name of the file that a form has brought, which is then the body; or null
 */
public record PeerRequest(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        Map<String, String> parameters,
        byte[] body,
        String file) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Method and path. */
    public String call() {
        return method + " " + path;
    }

    public String header(String name) {
        return headers.get(name);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + text(), e);
        }
    }

    /** The body as a JSON object; empty when it is something else. */
    @SuppressWarnings("unchecked") // the names of a JSON object are strings
    public Map<String, Object> fields() {
        JsonNode json = json();
        return json.isObject() ? JSON.convertValue(json, Map.class) : new LinkedHashMap<>();
    }
}
