package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class EditorSupportCommandTest {

    @TempDir
    Path folder;

    private Path settings;

    @BeforeEach
    void routes() throws Exception {
        Files.createDirectories(folder.resolve("routes"));
        settings = folder.resolve(".vscode/settings.json");
    }

    private int run() {
        return Commands.run("editor-support", folder.toString());
    }

    @Test
    void writesTheSchemaOfRoutesAndWhatOurComponentsTake() throws Exception {
        assertThat(run()).isZero();

        JsonNode written = new ObjectMapper().readTree(settings.toFile());
        String schema = written.get("yaml.schemas").fieldNames().next();
        assertThat(written.get("yaml.schemas").get(schema).get(0).asText()).isEqualTo("routes/**/*.camel.yaml");
        assertThat(Files.readString(folder.resolve(schema))).contains("\"setBody\"", "\"routeConfigurationId\"");
        assertThat(written.get("camel.extra-components").findValuesAsText("scheme"))
                .contains("ledger", "iadvize", "jira-issue");
        assertThat(written.get("camel.extra-components")
                        .get(0)
                        .get("properties")
                        .has("oncePerConversation"))
                .isTrue();

        JsonNode disabled = new ObjectMapper()
                .readTree(folder.resolve(schema).toFile())
                .at("/items/definitions/org.apache.camel.model.ToDefinition")
                .findValue("disabled");
        assertThat(disabled.get("type")).hasToString("[\"boolean\",\"string\"]");
        assertThat("{{off:workflows.promo-code}}")
                .matches(disabled.get("pattern").asText());
        assertThat("perhaps").doesNotMatch(disabled.get("pattern").asText());

        assertThat(run()).as("a second time").isZero();
    }

    @Test
    void leavesSettingsOfYourOwnAsTheyAre(CapturedOutput output) throws Exception {
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "{\n  // mine\n  \"editor.tabSize\": 2,\n}\n");

        assertThat(run()).isEqualTo(1);
        assertThat(settings).hasContent("{\n  // mine\n  \"editor.tabSize\": 2,\n}\n");
        assertThat(output.getOut()).contains("stays as it is. Add this to it:", "camel.extra-components");
    }

    @Test
    void saysWhatIsInTheWay(CapturedOutput output) throws Exception {
        Path file = Files.createFile(settings.getParent());

        assertThat(run()).isEqualTo(2);
        assertThat(output.getErr())
                .contains("The editor was not set up: " + file.toAbsolutePath()
                        + " can't be written: a file of that name is there.");
    }

    @Test
    void saysWhereItLooked(CapturedOutput output) {
        assertThat(Commands.run("editor-support", folder.resolve("routes").toString()))
                .isEqualTo(2);
        assertThat(output.getErr()).contains("There is no routes/ in " + folder.resolve("routes"));
    }
}
