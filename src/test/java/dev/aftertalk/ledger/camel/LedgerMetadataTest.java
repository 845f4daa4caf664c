package dev.aftertalk.ledger.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.testing.ComponentMetadata;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What Camel, its catalog and editors know of {@code ledger:}; it is generated (see CONTRIBUTING) and must not fall behind. */
class LedgerMetadataTest {

    @Test
    void tellsOfEachOptionWhatItSaysOfItself() {
        assertThat(ComponentMetadata.known("ledger"))
                .containsExactlyInAnyOrderEntriesOf(ComponentMetadata.said(LedgerEndpoint.class))
                .isNotEmpty();
    }

    @Test
    void namesEachOperation() {
        assertThat(ComponentMetadata.schema("ledger")
                        .get("properties")
                        .get("operation")
                        .get("enum"))
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
}
