package dev.aftertalk.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the validator of the Apache Camel Kamelet catalogue wants of a kamelet, so that editors show it as they show the catalogue's. */
final class CatalogueChecks {

    private static final String ANNOTATION = "camel.apache.org/";
    private static final List<String> ANNOTATIONS =
            List.of("kamelet.support.level", "catalog.version", "provider", "kamelet.group", "kamelet.icon");
    private static final Pattern PARAMETER = Pattern.compile("\\{\\{[?]?([A-Za-z0-9-._]+)(?::[^}]*)?}}");
    private static final Pattern LOWER_WORD =
            Pattern.compile("(?<![A-Za-z])(?!(?:of|to|the|a|an|and|or|in|for)\\b)[a-z]\\w*");

    private CatalogueChecks() {}

    /** @param version the project's, which {@code catalog.version} has to be */
    static List<String> faults(String name, JsonNode kamelet, String version) {
        List<String> faults = new ArrayList<>();
        JsonNode metadata = kamelet.path("metadata");
        JsonNode definition = kamelet.path("spec").path("definition");
        String type = metadata.path("labels").path(ANNOTATION + "kamelet.type").asText();
        if (!Set.of("source", "sink", "action").contains(type) || !name.endsWith("-" + type)) {
            faults.add("its label " + ANNOTATION + "kamelet.type is '" + type + "', which its name has to end in");
        } else if (!definition.path("title").asText().endsWith(" " + capitalised(type))) {
            faults.add("its title has to end in " + capitalised(type));
        }
        if (!definition.path("type").asText().equals("object")) {
            faults.add("its definition is not of type object");
        }
        annotations(metadata.path("annotations"), version, faults);
        titles(definition.path("properties"), faults);
        parameters(kamelet, definition, faults);
        beans(kamelet.path("spec").path("template"), faults);
        return faults;
    }

    private static void annotations(JsonNode annotations, String version, List<String> faults) {
        for (String each : ANNOTATIONS) {
            if (annotations.path(ANNOTATION + each).asText().isBlank()) {
                faults.add("it has no annotation " + ANNOTATION + each);
            }
        }
        String given = annotations.path(ANNOTATION + "catalog.version").asText();
        if (!given.isBlank() && !given.equals(version)) {
            faults.add("its catalog.version is " + given + ", the project's is " + version);
        }
    }

    private static void titles(JsonNode properties, List<String> faults) {
        properties.fields().forEachRemaining(parameter -> {
            String title = parameter.getValue().path("title").asText();
            if (title.matches("(The|A|An) .*") || LOWER_WORD.matcher(title).find()) {
                faults.add("the title of the parameter " + parameter.getKey()
                        + " has to begin without an article and have its words capitalised");
            }
            if (parameter.getValue().path("format").asText().equals("password")
                    && !parameter.getValue().path("x-descriptors").toString().contains("urn:camel:group:credentials")) {
                faults.add("the password " + parameter.getKey() + " has no descriptor urn:camel:group:credentials");
            }
        });
    }

    /** A placeholder with a dot is a setting's. */
    private static void parameters(JsonNode kamelet, JsonNode definition, List<String> faults) {
        Set<String> used = new TreeSet<>();
        Matcher found = PARAMETER.matcher(kamelet.path("spec").path("template").toString());
        while (found.find()) {
            used.add(found.group(1));
        }
        definition.path("properties").fieldNames().forEachRemaining(declared -> {
            if (!used.contains(declared)) {
                faults.add("the parameter " + declared + " is never used");
            }
        });
        for (String each : used) {
            if (!each.contains(".") && !definition.path("properties").has(each)) {
                faults.add("the parameter " + each + " is not declared");
            }
        }
    }

    /** A kamelet is read for the endpoints it calls; what takes more beans than that is a component. */
    private static void beans(JsonNode template, List<String> faults) {
        int beans = 0;
        int endpoints = 0;
        for (JsonNode step : template.findParents("uri")) {
            boolean bean = step.path("uri").asText().startsWith("bean:");
            beans += bean ? 1 : 0;
            endpoints += bean || step.path("uri").asText().startsWith("kamelet:source") ? 0 : 1;
        }
        beans += template.findValues("ref").size();
        if (beans > Math.max(1, endpoints)) {
            faults.add("it has " + beans + " bean steps for " + endpoints + " endpoints; make a component of it");
        }
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
