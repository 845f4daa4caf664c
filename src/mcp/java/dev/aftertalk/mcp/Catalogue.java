package dev.aftertalk.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;

/** What the files that run say of workflows and kamelets. They were checked before they ran, so what is not as it should be is left out. */
final class Catalogue {

    private static final String TAKES_RUNS = "ledger:workflow/";

    private Catalogue() {}

    private static Object read(RouteFile file) {
        return new Load(LoadSettings.builder().build())
                .loadFromReader(new YamlUnicodeReader(new ByteArrayInputStream(file.bytes())));
    }

    /** A workflow's route: which file it stands in, and what it does. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Route(String file, String description) {}

    /** The workflows by their names. */
    static Map<String, Route> workflows(RouteSet files) {
        Map<String, Route> workflows = new TreeMap<>();
        for (RouteFile file : files.files()) {
            if (file.kind() == RouteFile.Kind.ROUTES && read(file) instanceof List<?> parts) {
                for (Object part : parts) {
                    Map<?, ?> route = map(map(part).get("route"));
                    String from = text(map(route.get("from")).get("uri"));
                    if (from != null && from.startsWith(TAKES_RUNS)) {
                        workflows.put(
                                from.substring(TAKES_RUNS.length()),
                                new Route(file.path().toString(), text(route.get("description"))));
                    }
                }
            }
        }
        return workflows;
    }

    /** A kamelet with its parameters. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Kamelet(String name, String file, String title, String description, List<Parameter> parameters) {}

    /** A parameter as the kamelet declares it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Parameter(
            String name,
            String title,
            String description,
            String type,
            boolean required,
            Object standard,
            Object example,
            String pattern,
            Object choices) {}

    /** The kamelets in the order of their files. */
    static List<Kamelet> kamelets(RouteSet files) {
        List<Kamelet> kamelets = new ArrayList<>();
        for (RouteFile file : files.files()) {
            if (file.kind() == RouteFile.Kind.KAMELET) {
                Map<?, ?> root = map(read(file));
                String name = text(map(root.get("metadata")).get("name"));
                Map<?, ?> definition = map(map(root.get("spec")).get("definition"));
                if (name != null) {
                    kamelets.add(new Kamelet(
                            name,
                            file.path().toString(),
                            text(definition.get("title")),
                            text(definition.get("description")),
                            parameters(definition)));
                }
            }
        }
        return kamelets;
    }

    private static List<Parameter> parameters(Map<?, ?> definition) {
        List<?> required = definition.get("required") instanceof List<?> list ? list : List.of();
        List<Parameter> parameters = new ArrayList<>();
        map(definition.get("properties")).forEach((name, value) -> {
            Map<?, ?> declared = map(value);
            parameters.add(new Parameter(
                    name.toString(),
                    text(declared.get("title")),
                    text(declared.get("description")),
                    text(declared.get("type")),
                    required.contains(name),
                    declared.get("default"),
                    declared.get("example"),
                    text(declared.get("pattern")),
                    declared.get("enum")));
        });
        return parameters;
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
