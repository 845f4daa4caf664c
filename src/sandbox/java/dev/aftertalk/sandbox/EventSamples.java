package dev.aftertalk.sandbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.aftertalk.care.sample.FreshIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** iAdvize's events by name, as its documentation shows them ({@code iadvize/events}), and new ones made after them. */
@Component
@SandboxOnly
class EventSamples {

    private final ObjectMapper json;
    private final Map<String, byte[]> samples = new LinkedHashMap<>();
    private final List<CatalogueEntry> catalogue;

    EventSamples(ObjectMapper json) {
        this.json = json;
        try {
            List<CatalogueEntry> entries = json.readValue(resource("sandbox/events.json"), new TypeReference<>() {});
            for (CatalogueEntry entry : entries) {
                samples.put(entry.name(), resource("iadvize/events/" + entry.file() + ".json"));
            }
            catalogue = entries.stream().filter(entry -> entry.group() != null).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The jar is damaged: the sandbox's events can't be read", e);
        }
    }

    /** What can be sent, for people; {@link #names()} also holds the short forms. */
    List<CatalogueEntry> catalogue() {
        return catalogue;
    }

    Set<String> names() {
        return samples.keySet();
    }

    /** The sample to the byte: sent twice, it is a repeat. */
    SampleEvent seed(String name) {
        byte[] body = samples.get(name);
        JsonNode event = parse(body);
        return new SampleEvent(
                event.path("eventId").asText(), event.path("eventType").asText(), body);
    }

    /** A new event after the sample: new ids of the same form, now in the same spelling. */
    SampleEvent fresh(String name) {
        return fresh(name, Map.of());
    }

    /** A new event after the sample, with these values for the fields it has. */
    SampleEvent fresh(String name, Map<String, ? extends JsonNode> values) {
        ObjectNode event = parse(samples.get(name));
        FreshIds.renew(event);
        values.forEach((field, value) -> {
            if (event.hasNonNull(field)) {
                event.set(field, value);
            }
        });
        try {
            return new SampleEvent(
                    event.path("eventId").asText(), event.path("eventType").asText(), json.writeValueAsBytes(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode parse(byte[] body) {
        try {
            return (ObjectNode) json.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String path) throws IOException {
        try (InputStream in = new ClassPathResource(path).getInputStream()) {
            return in.readAllBytes();
        }
    }

    static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }

    /**
     * A line of {@code sandbox/events.json}. Public for the start page's template, which can call nothing else.
     *
     * @param sample the file under {@code iadvize/events}; the name when absent
     * @param group where the start page shows it; absent for a short form, which it does not show
     */
    public record CatalogueEntry(String name, String sample, String group, String when, boolean featured) {

        String file() {
            return sample == null ? name : sample;
        }
    }
}
