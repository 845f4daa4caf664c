package dev.aftertalk.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered to a request.
 *
 * @param json null for nothing
 */
public record PeerAnswer(int status, String json, Map<String, String> headers) {

    public static final String TYPE = "application/json;charset=UTF-8";

    private static final ObjectMapper JSON = new ObjectMapper();

    public static PeerAnswer json(int status, Object content) {
        try {
            return new PeerAnswer(status, JSON.writeValueAsString(content), Map.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Plain values can always be written as JSON", e);
        }
    }

    static PeerAnswer nothing() {
        return new PeerAnswer(204, null, Map.of());
    }

    PeerAnswer with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new PeerAnswer(status, json, all);
    }
}
