package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.testing.ComponentMetadata;
import org.junit.jupiter.api.Test;

/** What Camel, its catalog and editors know of {@code iadvize:}; it is generated (see CONTRIBUTING) and must not fall behind. */
class IadvizeMetadataTest {

    @Test
    void namesWhatCanBeLookedUp() {
        JsonNode schema = ComponentMetadata.schema("iadvize");

        assertThat(schema.get("properties").get("object").get("enum"))
                .extracting(JsonNode::asText)
                .containsExactly("visitor", "conversation");
        assertThat(schema.get("component").get("producerOnly").asBoolean()).isTrue();
        assertThat(ComponentMetadata.known("iadvize")).isEmpty();
    }
}
