package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.testing.ComponentMetadata;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Camel, its catalog and editors know of {@code iadvize:}; it is generated (see CONTRIBUTING) and must not fall behind. */
class IadvizeMetadataTest {

    @Test
    void namesWhatCanBeLookedUp() {
        JsonNode schema = ComponentMetadata.schema("iadvize");

        assertThat(schema.get("properties").get("object").get("enum"))
                .extracting(JsonNode::asText)
                .containsExactly("visitor", "conversation");
        for (JsonNode object : schema.get("properties").get("object").get("enum")) {
            assertThat(IadvizeComponent.forAddressesOnly()
                            .createEndpoint("iadvize:" + object.asText(), object.asText(), Map.of()))
                    .isNotNull();
        }
        assertThat(schema.get("component").get("producerOnly").asBoolean()).isTrue();
        assertThat(ComponentMetadata.known("iadvize")).isEmpty();
    }

    @Test
    void saysWhatCanBeLookedUpWhereItIsMisspelt() {
        IadvizeComponent component = IadvizeComponent.forAddressesOnly();

        assertThatThrownBy(() -> component.createEndpoint("iadvize:visitors", "visitors", Map.of()))
                .hasMessage("There is no iadvize:visitors; there are iadvize:visitor and iadvize:conversation.");
    }
}
