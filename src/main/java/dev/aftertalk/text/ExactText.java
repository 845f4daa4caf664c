package dev.aftertalk.text;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Text that stands in the query of a Camel URI and arrives as it was written. Camel joins the parameters of a step to one URI and takes it
 * apart again: what follows an {@code &} sets another parameter, a {@code +} becomes a blank, an escape is decoded, lines are joined.
 * Aftertalk's own components are given characters that stand in for those; for others there is Camel's {@code RAW(…)}, which keeps all but a
 * line break and what looks like its own end.
 */
public final class ExactText {

    /** Unicode's last planes but one are for private use: nothing else is meant by these, and no text has them. */
    private static final int STAND_IN = 0xF0000;

    private static final Pattern CHANGED = Pattern.compile("[&+%\\p{Cntrl}]|.#|^RAW[({]|^\\s|\\s$", Pattern.DOTALL);
    private static final Pattern BEYOND_RAW = Pattern.compile("[\\p{Cntrl}&&[^\\t]]|\\)&|\\{\\{|\\$simple\\{");

    private ExactText() {}

    /** What to write for a component of ours, which then calls {@link #read}. */
    public static String standIns(String text) {
        StringBuilder written = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            boolean outer = at == 0 || at == text.length() - 1;
            boolean meant = "&+%#?\\".indexOf(letter) >= 0
                    || Character.isISOControl(letter)
                    || outer && letter == ' '
                    || text.startsWith("RAW", at);
            written.appendCodePoint(meant ? STAND_IN + letter : letter);
        }
        return written.toString();
    }

    /**
     * Puts the characters back that others stand in for. For a component, before it looks at its parameters.
     *
     * @throws IllegalArgumentException when a parameter is given twice
     */
    public static void read(Map<String, Object> parameters) {
        parameters.replaceAll((name, value) -> {
            if (value instanceof Collection<?>) {
                throw new IllegalArgumentException(name + " is given twice, as " + value + ".");
            }
            return value instanceof String text ? read(text) : value;
        });
    }

    /** Puts the characters back that others stand in for. */
    public static String read(String text) {
        if (text.indexOf(Character.highSurrogate(STAND_IN)) < 0) {
            return text;
        }
        return text.codePoints()
                .map(each -> each >= STAND_IN && each < STAND_IN + 0x100 ? each - STAND_IN : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Whether Camel would change this text in a URI. */
    public static boolean isChanged(String text) {
        return CHANGED.matcher(text).find();
    }

    /**
     * Returns the text, which is to stand in {@code RAW(…)}.
     *
     * @throws IllegalArgumentException when that does not keep it; says what it holds and what to write instead
     */
    public static String checkRaw(String text) {
        if (BEYOND_RAW.matcher(text).find()) {
            boolean line = text.chars().anyMatch(Character::isISOControl);
            throw new IllegalArgumentException("a parameter of this component can't hold "
                    + (line
                            ? "a line break"
                            : text.contains(")&")
                                    ? ")& or a & right behind a placeholder"
                                    : text.contains("{{") ? "{{" : "$simple{")
                    + "; "
                    + (line && text.strip().lines().count() == 1 ? "write |- or >- for a text without it, or " : "")
                    + "put the text into a variable, a header or the body, and have the step take it from there");
        }
        return text;
    }

    /** Writes a percent sign for a {@code RAW(…)} in a URI that is finished: Camel takes {@code %25} in it for one. */
    public static String inRaw(String text) {
        return text.replace("%", "%25");
    }
}
