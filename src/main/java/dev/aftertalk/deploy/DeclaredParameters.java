package dev.aftertalk.deploy;

import dev.aftertalk.text.Misspelt;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.SensitiveUtils;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The parameters a kamelet says it takes. Camel itself lets a misspelt name pass without a word, and does not look at a parameter's pattern.
 *
 * @param patterns by a parameter's name; null where anything goes
 */
record DeclaredParameters(String kamelet, Map<String, Pattern> patterns) {

    /** Reads a kamelet's file; empty when there is none, which is Camel's to say. */
    static Optional<DeclaredParameters> of(CamelContext context, String kamelet) {
        String folders = context.getComponent("kamelet", KameletComponent.class).getLocation();
        for (String folder : folders.split(",")) {
            Resource file = PluginHelper.getResourceLoader(context)
                    .resolveResource(folder + (folder.endsWith("/") ? "" : "/") + kamelet + ".kamelet.yaml");
            if (file.exists()) {
                return read(kamelet, file);
            }
        }
        return Optional.empty();
    }

    private static Optional<DeclaredParameters> read(String kamelet, Resource file) {
        try (InputStream text = file.getInputStream()) {
            Object root = new Load(LoadSettings.builder().build()).loadFromReader(new YamlUnicodeReader(text));
            Map<String, Pattern> patterns = new LinkedHashMap<>();
            for (Map.Entry<?, ?> each : map(map(map(map(root).get("spec")).get("definition"))
                            .get("properties"))
                    .entrySet()) {
                Object pattern = map(each.getValue()).get("pattern");
                patterns.put(each.getKey().toString(), pattern == null ? null : Pattern.compile(pattern.toString()));
            }
            return Optional.of(new DeclaredParameters(kamelet, patterns));
        } catch (IOException | YamlEngineException e) {
            return Optional.empty(); // Camel reads it too, and says why it can't
        }
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    /**
     * What is wrong with a parameter's name, with what to write instead; empty when nothing is.
     *
     * @param options that every kamelet takes
     */
    Optional<String> faultOfName(String name, Set<String> options) {
        if (patterns.containsKey(name) || options.contains(name)) {
            return Optional.empty();
        }
        String instead = Misspelt.near(name, patterns.keySet())
                .map(meant -> "did you mean " + meant + "?")
                .orElse(patterns.isEmpty() ? "it has none." : "it has " + String.join(", ", patterns.keySet()) + ".");
        return Optional.of("kamelet:" + kamelet + " has no parameter \"" + name + "\"; " + instead);
    }

    /** What is wrong with a parameter's value, with what to write instead; empty when nothing is. */
    Optional<String> faultOfValue(String name, String value) {
        Pattern pattern = patterns.get(name);
        return pattern == null || pattern.matcher(value).matches()
                ? Optional.empty()
                : Optional.of("kamelet:" + kamelet + " can't take "
                        + (SensitiveUtils.containsSensitive(name) ? "what is given" : '"' + value + '"') + " as its "
                        + name + "; it must match "
                        + pattern + ".");
    }
}
