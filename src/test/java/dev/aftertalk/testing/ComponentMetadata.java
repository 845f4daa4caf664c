package dev.aftertalk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** What Camel, its catalog and editors know of a component of ours, and what the component says of itself. */
public final class ComponentMetadata {

    private ComponentMetadata() {}

    /** What was generated, as Camel finds it by the component's scheme. */
    public static JsonNode schema(String scheme) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            return new ObjectMapper().readTree(context.getComponentParameterJsonSchema(scheme));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The description of each option that was generated, with its default; without Camel's own. */
    public static Map<String, String> known(String scheme) {
        return schema(scheme).get("properties").properties().stream()
                .filter(option -> option.getValue().get("kind").asText().equals("parameter"))
                .filter(option -> !option.getValue().get("label").asText().contains("advanced"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        option -> told(
                                option.getValue().get("description").asText(),
                                option.getValue().path("defaultValue").asText())));
    }

    /** The same of the class that takes the options. */
    public static Map<String, String> said(Class<?> options) {
        return Arrays.stream(options.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(UriParam.class))
                .filter(field -> !field.getType().isAnnotationPresent(UriParams.class))
                .collect(Collectors.toMap(
                        field -> field.getName(),
                        field -> told(
                                field.getAnnotation(UriParam.class).description(),
                                field.getAnnotation(UriParam.class).defaultValue())));
    }

    private static String told(String description, String defaultValue) {
        return description + " (" + defaultValue + ")";
    }
}
