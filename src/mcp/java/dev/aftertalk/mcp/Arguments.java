package dev.aftertalk.mcp;

import java.util.List;
import java.util.Map;

/**
 * What a tool is called with. It keeps to the tool's schema; what is null or blank counts as not given.
 *
 * @param given by name; null for nothing
 */
record Arguments(Map<String, Object> given) {

    Arguments {
        given = given == null ? Map.of() : given;
    }

    /** A text without blanks around it; null when none is given. */
    String text(String name) {
        Object value = given.get(name);
        return value == null || value.toString().isBlank()
                ? null
                : value.toString().strip();
    }

    /** A text as it is; empty when none is given. */
    String exact(String name) {
        Object value = given.get(name);
        return value == null ? "" : value.toString();
    }

    int number(String name, int usual) {
        return given.get(name) instanceof Number number ? number.intValue() : usual;
    }

    boolean flag(String name, boolean usual) {
        return given.get(name) instanceof Boolean flag ? flag : usual;
    }

    List<String> texts(String name) {
        return given.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Whether the tool is only to say what it would do; so it is unless the call says otherwise. */
    boolean dry() {
        return flag(InputSchema.DRY, true);
    }
}
