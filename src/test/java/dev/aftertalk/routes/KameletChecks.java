package dev.aftertalk.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a kamelet file must say about itself, so that it is found and can be used without reading its steps. */
final class KameletChecks {

    private KameletChecks() {}

    static List<String> faults(RouteFile file) {
        List<String> faults = new ArrayList<>();
        JsonNode root = file.root();
        if (!root.path("kind").asText().equals("Kamelet")) {
            faults.add("its kind is not Kamelet");
        }
        String name = root.path("metadata").path("name").asText();
        if (!name.equals(file.stem())) {
            faults.add("metadata.name is " + name + ", the file " + file.stem() + ": give both the same name");
        }
        if (!file.path().getParent().endsWith("kamelets")) {
            faults.add("is never found here: put it into kamelets/");
        }
        JsonNode definition = root.path("spec").path("definition");
        for (String key : List.of("title", "description")) {
            if (definition.path(key).asText().isBlank()) {
                faults.add("spec.definition has no " + key);
            }
        }
        parameters(file, faults);
        file.visit((key, node) -> {
            if (key.equals("errorHandler") || key.equals("onException") || key.equals("doTry")) {
                faults.add(key + " does not belong into a kamelet: the route that uses it decides about errors");
            }
        });
        return faults;
    }

    private static void parameters(RouteFile file, List<String> faults) {
        file.declared().fields().forEachRemaining(parameter -> {
            for (String key : List.of("title", "description", "type")) {
                if (parameter.getValue().path(key).asText().isBlank()) {
                    faults.add("the parameter " + parameter.getKey() + " has no " + key);
                }
            }
        });
        for (String required : file.required()) {
            if (!file.declared().has(required)) {
                faults.add("the required parameter " + required + " is not declared under properties");
            }
        }
    }
}
