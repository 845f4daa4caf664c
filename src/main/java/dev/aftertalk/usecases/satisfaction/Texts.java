package dev.aftertalk.usecases.satisfaction;

import java.util.Collection;
import java.util.Map;

/** Texts that others typed, made fit for both databases; and what to say about values that are none. */
final class Texts {

    private Texts() {}

    /** The text without what PostgreSQL can't hold: NUL is left out, half a surrogate pair becomes the replacement character. */
    static String storable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c != 0)
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** The kind of a JSON value; a number is told, a text is not, since a visitor may have typed it. */
    static String kind(Object value) {
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
