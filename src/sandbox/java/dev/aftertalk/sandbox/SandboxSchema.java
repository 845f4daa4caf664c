package dev.aftertalk.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code sandbox/iadvize.graphqls} in the form in which GraphQL shows a schema ({@code __schema}, {@code __type}). */
final class SandboxSchema {

    private static final Pattern NAMED = Pattern.compile("(scalar|type|input|union) (\\w+)(?: = (.*))?.*");
    private static final Pattern FIELD = Pattern.compile("  (\\w+)(?:\\((.*)\\))?: ([\\w!\\[\\]]+)");

    private final Map<String, Map<String, Object>> types = new LinkedHashMap<>();

    SandboxSchema() {
        Map<String, String> kinds = new LinkedHashMap<>();
        List<String> lines = lines();
        for (String line : lines) {
            Matcher named = NAMED.matcher(line);
            if (named.matches()) {
                kinds.put(
                        named.group(2),
                        named.group(1).equals("type")
                                ? "OBJECT"
                                : named.group(1).equals("input")
                                        ? "INPUT_OBJECT"
                                        : named.group(1).toUpperCase(Locale.ROOT));
            }
        }
        List<Object> fields = new ArrayList<>();
        for (String line : lines) {
            Matcher named = NAMED.matcher(line);
            Matcher field = FIELD.matcher(line);
            if (named.matches()) {
                fields = named.group(1).matches("type|input") ? new ArrayList<>() : null;
                types.put(named.group(2), type(named.group(2), named.group(3), kinds, fields));
            } else if (field.matches()) {
                fields.add(field(field, kinds));
            }
        }
    }

    /** {@code __schema}. */
    Map<String, Object> whole() {
        return fields("queryType", types.get("Query"), "types", List.copyOf(types.values()));
    }

    /** {@code __type(name: …)}, or null. */
    Map<String, Object> type(String name) {
        return types.get(name);
    }

    private static Map<String, Object> type(
            String name, String possible, Map<String, String> kinds, List<Object> fields) {
        List<Object> all = new ArrayList<>();
        if (possible != null) {
            for (String one : possible.split(" \\| ")) {
                all.add(reference(one, kinds));
            }
        }
        boolean input = "INPUT_OBJECT".equals(kinds.get(name));
        return fields(
                "kind",
                kinds.get(name),
                "name",
                name,
                "fields",
                input ? null : fields,
                "inputFields",
                input ? fields : null,
                "possibleTypes",
                possible == null ? null : all);
    }

    private static Map<String, Object> field(Matcher field, Map<String, String> kinds) {
        List<Object> arguments = new ArrayList<>();
        if (field.group(2) != null) {
            for (String argument : field.group(2).split(", ")) {
                String[] parts = argument.split(": ");
                arguments.add(fields("name", parts[0], "type", reference(parts[1], kinds), "defaultValue", null));
            }
        }
        return fields(
                "name",
                field.group(1),
                "args",
                arguments,
                "type",
                reference(field.group(3), kinds),
                "defaultValue",
                null);
    }

    private static Map<String, Object> reference(String written, Map<String, String> kinds) {
        String inner = written.substring(0, written.length() - 1);
        if (written.endsWith("!")) {
            return fields("kind", "NON_NULL", "name", null, "ofType", reference(inner, kinds));
        }
        if (written.startsWith("[")) {
            return fields("kind", "LIST", "name", null, "ofType", reference(inner.substring(1), kinds));
        }
        return fields("kind", kinds.get(written), "name", written, "ofType", null);
    }

    private static List<String> lines() {
        try (InputStream file = SandboxSchema.class.getResourceAsStream("/sandbox/iadvize.graphqls")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A map that, unlike {@link Map#of}, keeps its order and takes nulls. */
    static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
