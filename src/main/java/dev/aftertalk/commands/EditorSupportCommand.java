package dev.aftertalk.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.connectors.iadvize.IadvizeEndpoint;
import dev.aftertalk.connectors.jira.JiraIssueEndpoint;
import dev.aftertalk.ledger.camel.LedgerEndpoint;
import dev.aftertalk.text.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code java -jar aftertalk.jar editor-support [DIR]}: has Visual Studio Code complete and validate routes while they are typed, by the schema of
 * the Camel that runs them and by what Aftertalk's own components say they take.
 */
public final class EditorSupportCommand {

    static final String ARGUMENTS = "[DIR]";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private static final String SCHEMA = "/schema/camelYamlDsl.json";
    private static final String FOLDER = ".vscode";
    private static final Set<String> PLAIN = Set.of("boolean", "integer", "number");

    /** By their schemes; Camel's own are known to its tooling. */
    private static final Map<String, Class<?>> OURS = new LinkedHashMap<>();

    static {
        OURS.put("ledger", LedgerEndpoint.class);
        OURS.put("iadvize", IadvizeEndpoint.class);
        OURS.put("jira-issue", JiraIssueEndpoint.class);
    }

    private EditorSupportCommand() {}

    /**
     * @param args the folder that holds {@code routes/}, which is opened in the editor
     * @return the exit code: 1 when something is left to be done by hand, 2 when it could not be done
     */
    public static int run(String... args) {
        if (args.length > 1) {
            return Commands.refuse("One folder can be set up at a time.", "editor-support", ARGUMENTS);
        }
        Path folder = Path.of(args.length == 0 ? "." : args[0]).normalize();
        if (!Files.isDirectory(folder.resolve("routes").toAbsolutePath())) {
            return Commands.refuse(
                    "There is no routes/ in " + folder.toAbsolutePath()
                            + ". Run this in the folder that holds it, or name that folder.",
                    "editor-support",
                    ARGUMENTS);
        }
        try {
            return write(Files.createDirectories(folder.toAbsolutePath().resolve(FOLDER)));
        } catch (IOException e) {
            System.err.println("The editor was not set up: " + FileFault.words(e) + ".");
            return 2;
        }
    }

    private static int write(Path folder) throws IOException {
        Path schema = folder.resolve("camel-yaml-dsl.json");
        try (InputStream in = EditorSupportCommand.class.getResourceAsStream(SCHEMA)) {
            JsonNode root = JSON.readTree(in);
            allowPlaceholders(root);
            Files.writeString(schema, JSON.writeValueAsString(root) + "\n");
        }
        System.out.println("Written: " + schema);
        Path file = folder.resolve("settings.json");
        ObjectNode settings = settings();
        try {
            return isThere(file, settings) ? 0 : byHand(file, settings);
        } catch (NoSuchFileException e) {
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(settings) + "\n");
            System.out.println("Written: " + file);
            System.out.println(
                    "Open the folder in Visual Studio Code with the extensions \"YAML\" and \"Language Support"
                            + " for Apache Camel\", both by Red Hat.");
            return 0;
        } catch (JsonProcessingException e) {
            return byHand(file, settings);
        }
    }

    /** Camel's schema wants true or false, or a number, where Camel takes a setting's placeholder as well. */
    private static void allowPlaceholders(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && PLAIN.contains(object.path("type").asText())) {
            String type = object.get("type").asText();
            object.putArray("type").add(type).add("string");
            object.put("pattern", "^\\{\\{.+\\}\\}$");
        }
        schema.forEach(EditorSupportCommand::allowPlaceholders);
    }

    private static boolean isThere(Path file, ObjectNode settings) throws IOException {
        JsonNode known = JSON.readTree(Files.readString(file));
        List<String> names = new ArrayList<>();
        settings.fieldNames().forEachRemaining(names::add);
        boolean same = names.stream().allMatch(name -> settings.get(name).equals(known.get(name)));
        if (same) {
            System.out.println("As it is to be: " + file);
        }
        return same;
    }

    /** People's own settings may have comments, which would be lost. */
    private static int byHand(Path file, ObjectNode settings) throws JsonProcessingException {
        System.out.println(file + " is there already and stays as it is. Add this to it:");
        System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(settings));
        return 1;
    }

    private static ObjectNode settings() {
        ObjectNode settings = JSON.createObjectNode();
        settings.putObject("yaml.schemas")
                .putArray("./" + FOLDER + "/camel-yaml-dsl.json")
                .add("routes/**/*.camel.yaml");
        ArrayNode components = settings.putArray("camel.extra-components");
        OURS.forEach((scheme, endpoint) -> components.add(metadata(scheme, endpoint)));
        return settings;
    }

    /** What the build has written of a component, for Camel's tooling. */
    private static JsonNode metadata(String scheme, Class<?> endpoint) {
        String file = "/META-INF/" + endpoint.getPackageName().replace('.', '/') + "/" + scheme + ".json";
        try (InputStream in = endpoint.getResourceAsStream(file)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
