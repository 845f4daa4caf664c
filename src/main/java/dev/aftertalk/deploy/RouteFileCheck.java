package dev.aftertalk.deploy;

import dev.aftertalk.text.SavedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Looks at a route file or a kamelet before Camel reads it, with the parser that Camel uses. Camel takes what is not in UTF-8 for question marks, and a
 * file that is no list for one without routes, without a word in either case.
 */
final class RouteFileCheck {

    static final String KAMELET = ".kamelet.yaml";

    /** What web pages and word processors put for blanks: to YAML it is a letter. */
    private static final Pattern NO_BREAK_INDENT = Pattern.compile("^[ \\t-]*[\\u00a0\\u202f\\u3000].*");

    private static final Pattern STEM_WITH_DOT =
            Pattern.compile(".+\\..+\\.(camel|kamelet)\\.ya?ml", Pattern.CASE_INSENSITIVE);

    private RouteFileCheck() {}

    /** Returns what is wrong, with file and line, as a sentence without its full stop; empty for a file that Camel can be given. */
    static Optional<String> fault(Path file) throws IOException {
        String name = file.getFileName().toString();
        boolean kamelet = name.toLowerCase(Locale.ROOT).endsWith(KAMELET);
        if (kamelet && !name.endsWith(KAMELET)) {
            return Optional.of(file + ": its name must end with " + KAMELET + ", in small letters");
        }
        if (STEM_WITH_DOT.matcher(name).matches()) {
            return Optional.of(file + ": a name must not have a dot before " + (kamelet ? KAMELET : ".camel.yaml")
                    + ": Camel would take what follows for the ending");
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text = SavedText.read(bytes, StandardCharsets.UTF_8);
            if (kamelet && SavedText.of(bytes, StandardCharsets.UTF_8).encoding() != StandardCharsets.UTF_8) {
                return Optional.of(
                        file + ": a kamelet must be written in UTF-8; save it so"); // Camel reads it by itself
            }
            List<String> lines = text.lines().toList();
            for (int n = 0; n < lines.size(); n++) {
                if (NO_BREAK_INDENT.matcher(lines.get(n)).matches()) {
                    return Optional.of(file + ":" + (n + 1)
                            + ": the line begins with no-break spaces, as web pages have them; write ordinary ones");
                }
            }
            LoadSettings settings = LoadSettings.builder().build();
            Node root = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
                    .getSingleNode()
                    .orElse(null);
            String fault = kamelet ? ofKamelet(root, stem(name)) : ofRoutes(root);
            if (fault == null) {
                RouteFileText.meant(root, null);
            }
            return Optional.ofNullable(fault).map(what -> file + ": " + what);
        } catch (SavedText.NotReadable e) {
            return Optional.of(file + ": " + e.getMessage());
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            boolean yaml = e instanceof YamlDeserializationException;
            return Optional.of(file + line + ": " + (yaml ? "" : "it is no YAML: ") + e.getProblem());
        } catch (YamlEngineException e) {
            return Optional.of(file + ": it is no YAML: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private static String ofRoutes(Node root) {
        if (root == null) {
            return "nothing stands in it; delete it, or give it another ending";
        }
        boolean list = root instanceof SequenceNode;
        boolean resource = root instanceof MappingNode map && value(map, "apiVersion") != null;
        return list || resource
                ? null
                : "it must be a list: it begins with \"- route:\", and what belongs to that is indented";
    }

    private static String ofKamelet(Node root, String stem) {
        if (!(root instanceof MappingNode map)
                || !(value(map, "kind") instanceof ScalarNode kind)
                || !kind.getValue().equals("Kamelet")) {
            return "it is no kamelet: it must say \"kind: Kamelet\"";
        }
        boolean named = value(map, "metadata") instanceof MappingNode metadata
                && value(metadata, "name") instanceof ScalarNode name
                && name.getValue().equals(stem);
        return named ? null : "its metadata must say \"name: " + stem + "\", as its file is called";
    }

    private static Node value(MappingNode map, String key) {
        for (NodeTuple each : map.getValue()) {
            if (each.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
                return each.getValueNode();
            }
        }
        return null;
    }

    private static String stem(String name) {
        return name.substring(0, name.length() - KAMELET.length());
    }
}
