package dev.aftertalk.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds secrets that are written out in a route file, and ones that would be mangled on their way into a URI. */
final class SecretChecks {

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(password|passphrase|secret|token|credentials?|(api|access|private)[-_.]?key|authorization)");
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?i)\\b(bearer|basic) +[a-z0-9+/._=-]{8,}|://[^/@\\s:{}$]+:[^/@\\s{}$]+@");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?!]?([^{}:]+)");

    private static final Pattern QUERY = Pattern.compile("[?&]([^=?&]+)=([^&]*)");

    private SecretChecks() {}

    static List<String> faults(RouteFile file) {
        List<String> faults = new ArrayList<>();
        file.visit((key, node) -> {
            if (node.isTextual()) {
                text(key, node.asText(), faults);
            } else if (key.equals("parameters") || node.has("uri")) {
                bare(key.equals("parameters") ? node : node.get("uri"), faults);
            } else if (node.isObject() && isSecret(node.path("name").asText())) {
                named(node, faults);
            }
        });
        file.declared().fields().forEachRemaining(parameter -> {
            if (isSecret(parameter.getKey()) && parameter.getValue().has("default")) {
                faults.add("the secret " + parameter.getKey() + " has a default: leave it out");
            }
        });
        return faults;
    }

    private static void text(String key, String text, List<String> faults) {
        if (isSecret(key) && isLiteral(text)) {
            faults.add(
                    "the secret " + key + " is written out: use #property:name and put it into application.properties");
        } else if (CREDENTIALS.matcher(text).find()) {
            faults.add("credentials are written out under " + key + ": take them from application.properties");
        }
        Matcher query = QUERY.matcher(text);
        while (query.find()) {
            if (isSecret(query.group(1)) && isLiteral(query.group(2))) {
                faults.add("the secret " + query.group(1)
                        + " is written out: use #property:name and put it into application.properties");
            }
        }
    }

    /** A header or variable whose name says that it holds a secret, set to a constant. */
    private static void named(JsonNode step, List<String> faults) {
        RouteFile.walk(step, (key, node) -> {
            boolean value = key.equals("constant") || key.equals("simple") || key.equals("expression");
            if (value
                    && node.isTextual()
                    && isLiteral(node.asText())
                    && !CREDENTIALS.matcher(node.asText()).find()) {
                faults.add("the secret " + step.get("name").asText()
                        + " is written out: take it from application.properties");
            }
        });
    }

    /** Camel decodes what a bare placeholder brings into a URI: a+b becomes «a b». */
    private static void bare(JsonNode node, List<String> faults) {
        Matcher placeholders = PLACEHOLDER.matcher(node.toString());
        while (placeholders.find()) {
            if (isSecret(placeholders.group(1).strip())) {
                faults.add("{{" + placeholders.group(1)
                        + "}} stands bare in a URI, which changes special characters: write #property:"
                        + placeholders.group(1));
            }
        }
    }

    private static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name).matches();
    }

    private static boolean isLiteral(String text) {
        return !text.isBlank() && !text.contains("{{") && !text.contains("${") && !text.startsWith("#");
    }
}
