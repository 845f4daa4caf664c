package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** iAdvize's events and answers, from the files in {@code src/test/resources/iadvize}. */
final class Samples {

    private Samples() {}

    static String text(String file) {
        try (InputStream in = Samples.class.getResourceAsStream("/iadvize/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no such sample: " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> event(String name) {
        try {
            return new ObjectMapper().readValue(text("events/" + name + ".json"), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
