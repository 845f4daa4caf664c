package dev.aftertalk.usecases.satisfaction;

import java.util.Collection;
import java.util.Map;

/** What to say about the value of a field that should have been another. */
final class JsonKind {

    private JsonKind() {}

    /** The kind of a JSON value; a number is told, a text is not, since a visitor may have typed it. */
    static String of(Object value) {
        if (value instanceof Number) {
            String number = value.toString();
            return number.length() > 30 ? "a number of " + number.length() + " characters" : number;
        }
        if (value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof String) {
            return "a text";
        }
        if (value instanceof Map<?, ?>) {
            return "an object";
        }
        return value instanceof Collection<?> ? "a list" : "missing";
    }
}
