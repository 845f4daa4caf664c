package dev.aftertalk.routes;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import freemarker.template.Configuration;
import freemarker.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that can be said about one file of a routes folder without running it; each fault says what to write instead. */
final class RouteFileChecks {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
            .getSchema(RouteFileChecks.class.getResourceAsStream("/schema/camelYamlDsl.json"));

    private final RouteFolder folder;

    RouteFileChecks(RouteFolder folder) {
        this.folder = folder;
    }

    List<String> faults(Path path) {
        String name = path.getFileName().toString();
        try {
            if (name.endsWith(".camel.yaml") || name.endsWith(".kamelet.yaml")) {
                return yaml(RouteFile.read(path));
            }
            if (name.endsWith(".ftlh")) {
                new Template(name, Files.newBufferedReader(path), new Configuration(Configuration.VERSION_2_3_34));
            } else if (name.endsWith(".json")) {
                JSON.readTree(path.toFile());
            } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                return List.of("is never loaded: end its name in .camel.yaml or .kamelet.yaml");
            }
            return List.of();
        } catch (IOException e) {
            return List.of("can't be read: " + e.getMessage());
        }
    }

    private List<String> yaml(RouteFile file) {
        RouteFolder all = folder.with(file);
        List<String> faults = new ArrayList<>();
        if (file.isKamelet()) {
            faults.addAll(KameletChecks.faults(file));
            schema(template(file), faults);
        } else {
            schema(file.root(), faults);
            names(file, all, faults);
        }
        ReferenceChecks references = new ReferenceChecks(all);
        faults.addAll(references.faults(file));
        faults.addAll(SecretChecks.faults(file));
        return faults;
    }

    private static void schema(JsonNode root, List<String> faults) {
        String messages = SCHEMA.validate(withoutSettings(root)).stream()
                .map(message -> message.getMessage())
                .distinct()
                .collect(joining("; "));
        if (!messages.isEmpty()) {
            faults.add("is not what the route language allows: " + messages);
        }
    }

    /** A setting may say whether a step is disabled: Camel puts its value there before it reads the type. */
    private static JsonNode withoutSettings(JsonNode root) {
        JsonNode copy = root.deepCopy();
        for (JsonNode step : copy.findParents("disabled")) {
            if (step.get("disabled").asText().matches("\\{\\{[^{}]+}}")) {
                ((ObjectNode) step).put("disabled", true);
            }
        }
        return copy;
    }

    /** A kamelet's steps obey the same rules as a route's. */
    private static JsonNode template(RouteFile kamelet) {
        JsonNode template = kamelet.root().path("spec").path("template");
        JsonNode route =
                template.has("route") ? template.get("route") : JSON.valueToTree(Map.of("from", template.path("from")));
        return JSON.valueToTree(List.of(Map.of("route", route)));
    }

    private static void names(RouteFile file, RouteFolder all, List<String> faults) {
        for (JsonNode item : file.root()) {
            item.fieldNames().forEachRemaining(kind -> place(file, kind, faults));
        }
        for (JsonNode configuration : file.all("routeConfiguration")) {
            if (configuration.path("id").asText().isBlank()) {
                faults.add(
                        "a routeConfiguration has no id: give it one, and name it in routes as routeConfigurationId");
            }
        }
        file.firstRouteId()
                .filter(id -> !id.isEmpty() && !id.equals(file.stem()))
                .ifPresent(id -> faults.add(
                        "the first route is " + id + ", the file " + file.stem() + ": give both the same name"));
        file.routes().forEach(route -> route(route, all, faults));
    }

    private static void place(RouteFile file, String kind, List<String> faults) {
        boolean errors = file.stem().equals("errors");
        if (errors && !kind.equals("routeConfiguration")) {
            faults.add("holds a " + kind + ": errors.camel.yaml is for routeConfigurations alone");
        } else if (!errors && kind.equals("routeConfiguration")) {
            faults.add("holds a routeConfiguration: move it to errors.camel.yaml");
        } else if (!errors && !kind.equals("route")) {
            faults.add("holds a " + kind + " at its top: write it as a route with an id");
        }
    }

    private static void route(JsonNode route, RouteFolder all, List<String> faults) {
        String id = route.path("id").asText();
        if (id.isBlank()) {
            faults.add("a route has no id: give it one in kebab-case");
        } else if (all.routesNamed(id) > 1) {
            faults.add("the route id " + id + " is used twice: choose another");
        }
        if (route.path("description").asText().isBlank()) {
            faults.add("a route has no description: say in one line what it does");
        }
    }
}
