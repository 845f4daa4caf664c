package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.Set;

/** Reads Jira's document format as Jira does: by Atlassian's own schema of it. */
final class Adf {

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
            .getSchema(Adf.class.getResourceAsStream("/jira/adf-schema.json"));

    private Adf() {}

    /** The text a reader sees, a line for each block. */
    static String text(JsonNode document) {
        StringBuilder text = new StringBuilder();
        for (JsonNode block : document.path("content")) {
            text.append(text.length() == 0 ? "" : "\n");
            for (JsonNode node : block.path("content")) {
                text.append(
                        node.path("type").asText().equals("hardBreak")
                                ? "\n"
                                : node.path("text").asText());
            }
        }
        return text.toString();
    }

    /** Fails for what Jira refuses. */
    static void check(JsonNode document) {
        assertThat(SCHEMA.validate(document)).isEmpty();
        assertThat(document.path("type").asText()).isEqualTo("doc");
        assertThat(document.path("version").asInt()).isEqualTo(1);
        assertThat(document.toString().length()).isLessThanOrEqualTo(32_767);
        for (JsonNode block : document.path("content")) {
            assertThat(block.path("type").asText()).isIn("paragraph", "heading");
            for (JsonNode node : block.path("content")) {
                assertThat(node.path("type").asText()).isIn("text", "hardBreak");
                if (node.path("type").asText().equals("text")) {
                    assertThat(node.path("text").asText()).isNotEmpty().doesNotContain("\n");
                }
                for (JsonNode mark : node.path("marks")) {
                    assertThat(Set.of("strong", "link"))
                            .contains(mark.path("type").asText());
                }
            }
        }
    }
}
