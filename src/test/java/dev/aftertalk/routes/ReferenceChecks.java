package dev.aftertalk.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows every name in a route file to what it names: Camel itself ignores many that lead nowhere. */
final class ReferenceChecks {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([?!]?)([^{}:]+?)\\s*(:[^{}]*)?}}");
    private static final Pattern PROPERTY = Pattern.compile("#property:([\\w.-]+)");
    private static final Set<String> KAMELET_ENDS = Set.of("source", "sink");

    private final RouteFolder folder;

    ReferenceChecks(RouteFolder folder) {
        this.folder = folder;
    }

    List<String> faults(RouteFile file) {
        List<String> faults = new ArrayList<>();
        for (RouteEndpoint endpoint : file.endpoints()) {
            if (!endpoint.consumed() && !endpoint.isDynamic()) {
                target(endpoint, faults);
            }
        }
        for (String name : file.namedConfigurations()) {
            boolean found = name.endsWith("*")
                    ? folder.configurations().stream().anyMatch(id -> id.startsWith(name.replace("*", "")))
                    : folder.configurations().contains(name);
            if (!found) {
                faults.add("there is no routeConfiguration " + name + ": errors.camel.yaml has "
                        + folder.configurations());
            }
        }
        file.visit((key, node) -> {
            if (node.isValueNode()) {
                settings(file, node.asText(), faults);
            } else if (node.isArray()) {
                node.forEach(item -> settings(file, item.isTextual() ? item.asText() : "", faults));
            }
        });
        return faults;
    }

    private void target(RouteEndpoint endpoint, List<String> faults) {
        switch (endpoint.scheme()) {
            case "direct" -> {
                if (!folder.consumed("direct").contains(endpoint.name())) {
                    faults.add("no route begins with direct:" + endpoint.name());
                }
            }
            case "ledger" -> {
                String workflow = endpoint.name().replaceFirst("^start/", "");
                if (endpoint.name().startsWith("start/")
                        && !folder.consumed("ledger").contains("workflow/" + workflow)) {
                    faults.add("no route begins with ledger:workflow/" + workflow + ", which ledger:start/" + workflow
                            + " starts");
                }
            }
            case "kamelet" -> kamelet(endpoint, faults);
            default -> {
                // Other systems; whether they are there is not the file's business.
            }
        }
    }

    private void kamelet(RouteEndpoint endpoint, List<String> faults) {
        String name = endpoint.name().replaceFirst("/.*", "");
        if (KAMELET_ENDS.contains(name)) {
            return;
        }
        RouteFile kamelet = folder.kamelets().get(name);
        if (kamelet == null) {
            faults.add("there is no kamelet " + name + " in kamelets/");
            return;
        }
        for (String parameter : endpoint.parameters().keySet()) {
            if (!kamelet.declared().has(parameter)) {
                faults.add("the kamelet " + name + " has no parameter " + parameter);
            }
        }
        for (String required : kamelet.required()) {
            if (!endpoint.parameters().containsKey(required)
                    && !kamelet.declared().path(required).has("default")) {
                faults.add("the kamelet " + name + " needs the parameter " + required);
            }
        }
        String template = endpoint.parameters().get("template");
        if (template != null && !template.contains("{") && !folder.hasTemplate(template)) {
            faults.add("there is no mail template mail/" + template + ".ftlh");
        }
    }

    private void settings(RouteFile file, String text, List<String> faults) {
        Matcher placeholders = PLACEHOLDER.matcher(text);
        while (placeholders.find()) {
            boolean optional = !placeholders.group(1).isEmpty() || placeholders.group(3) != null;
            if (!optional && !known(file, placeholders.group(2))) {
                faults.add("{{" + placeholders.group(2)
                        + "}} is no setting with a default: give it one here or in the product's"
                        + " application.properties");
            }
        }
        Matcher properties = PROPERTY.matcher(text);
        while (properties.find()) {
            if (!known(file, properties.group(1))) {
                faults.add("#property:" + properties.group(1) + " is no setting with a default");
            }
        }
    }

    private boolean known(RouteFile file, String name) {
        return folder.settings().contains(name)
                || file.isKamelet() && file.declared().has(name);
    }
}
