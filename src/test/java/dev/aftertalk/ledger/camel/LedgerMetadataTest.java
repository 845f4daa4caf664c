package dev.aftertalk.ledger.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.UriParam;
import org.junit.jupiter.api.Test;

/** What Camel, its catalog and editors know of {@code ledger:}; it is generated (see CONTRIBUTING) and must not fall behind. */
class LedgerMetadataTest {

    @Test
    void tellsOfEachOptionWhatItSaysOfItself() {
        Map<String, String> said = Arrays.stream(LedgerEndpoint.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(UriParam.class))
                .collect(Collectors.toMap(
                        field -> field.getName(),
                        field -> told(
                                field.getAnnotation(UriParam.class).description(),
                                field.getAnnotation(UriParam.class).defaultValue())));

        Map<String, String> known = StreamSupport.stream(
                        ((Iterable<Map.Entry<String, JsonNode>>)
                                        () -> schema().get("properties").fields())
                                .spliterator(),
                        false)
                .filter(option -> option.getValue().get("kind").asText().equals("parameter"))
                .filter(option -> !option.getValue().get("label").asText().contains("advanced"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        option -> told(
                                option.getValue().get("description").asText(),
                                option.getValue().path("defaultValue").asText())));

        assertThat(known).containsExactlyInAnyOrderEntriesOf(said).isNotEmpty();
    }

    @Test
    void namesEachOperation() {
        assertThat(schema().get("properties").get("operation").get("enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(LedgerOperationName.values())
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void bindsOptionsWithoutReflection() {
        assertThat(new LedgerEndpointConfigurer().getOptionType("oncePerConversation", false))
                .isEqualTo(boolean.class);
    }

    /** As Camel finds it by the component's scheme. */
    private static JsonNode schema() {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            return new ObjectMapper().readTree(context.getComponentParameterJsonSchema("ledger"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String told(String description, String defaultValue) {
        return description + " (" + defaultValue + ")";
    }
}
