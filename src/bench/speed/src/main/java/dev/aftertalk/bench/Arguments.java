package dev.aftertalk.bench;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands behind a command: --name=value or --name value, some more than once; a name alone means true. */
final class Arguments {

    private final Map<String, List<String>> given = new LinkedHashMap<>();

    private Arguments() {}

    /** @throws IllegalArgumentException for what isn't one */
    static Arguments of(String... arguments) {
        Arguments all = new Arguments();
        Iterator<String> rest = List.of(arguments).iterator();
        String name = null;
        while (rest.hasNext()) {
            String next = rest.next();
            if (next.startsWith("--")) {
                String[] parts = next.substring(2).split("=", 2);
                name = parts.length == 1 ? parts[0] : null;
                all.given
                        .computeIfAbsent(parts[0], any -> new ArrayList<>())
                        .add(parts.length == 1 ? "true" : parts[1]);
            } else if (name != null) {
                List<String> values = all.given.get(name);
                values.set(values.size() - 1, next);
                name = null;
            } else {
                throw new IllegalArgumentException("Not an option: " + next);
            }
        }
        return all;
    }

    List<String> all(String name) {
        List<String> values = given.remove(name);
        return values == null ? List.of() : values;
    }

    String one(String name, String otherwise) {
        List<String> values = all(name);
        return values.isEmpty() ? otherwise : values.get(values.size() - 1);
    }

    boolean flag(String name) {
        String value = one(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("--" + name + " takes no value: " + value);
        }
        return Boolean.parseBoolean(value);
    }

    String needed(String name) {
        String value = one(name, null);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return value;
    }

    /** @throws IllegalArgumentException when there are options that nobody asked for, as they would be of no effect */
    void allTaken() {
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("No such option: --" + String.join(", --", given.keySet()));
        }
    }
}
