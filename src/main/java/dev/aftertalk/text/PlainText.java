package dev.aftertalk.text;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Text that a person typed or another system said, made fit for where it goes: the same text without what some of these choke on. Halves of
 * characters (lone surrogates) become U+FFFD, and nothing is cut within a character.
 */
public final class PlainText {

    private static final Pattern LINE_END = Pattern.compile("\\r\\n?");
    private static final Pattern ANY_LINE_END = Pattern.compile("\\r\\n?|[\\u0085\\u2028\\u2029]");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");
    private static final Pattern NOT_IN_A_LINE = Pattern.compile("[\\p{Cntrl}\\s\\u0085\\u2028\\u2029]+");
    private static final Pattern NO_CHARACTER =
            Pattern.compile("[\\p{Cs}\\uFFFE\\uFFFF]"); // a whole pair is not of that category
    private static final Pattern HALF = Pattern.compile("\\p{Cs}");
    private static final Pattern NOT_HARMLESS = Pattern.compile("[^\\p{Alnum} .,:;/_@()'\\[\\]=+-]");
    private static final int LONGEST_IN_LOG = 200;
    private static final String REPLACEMENT = "\uFFFD";

    private PlainText() {}

    /** As it is, but without what PostgreSQL can't hold: NUL is left out. */
    public static String storable(String text) {
        return HALF.matcher(text.replace("\0", "")).replaceAll(REPLACEMENT);
    }

    /** Whether every database takes it as it is: PostgreSQL has no text with a NUL, nor with half a character. */
    public static boolean isStorable(String text) {
        return storable(text).equals(text);
    }

    /** For the log, from who knows where: one line of harmless characters, at most 203. "nothing" for null. */
    public static String harmless(String text) {
        String harmless = text == null ? "nothing" : NOT_HARMLESS.matcher(text).replaceAll("?");
        return harmless.length() > LONGEST_IN_LOG ? harmless.substring(0, LONGEST_IN_LOG) + "..." : harmless;
    }

    /** With its lines and tabs; other control characters are left out. "" for null and for an object. */
    public static String lines(Object value) {
        if (value == null || value instanceof Map<?, ?>) {
            return "";
        }
        String lines = LINE_END.matcher(value.toString()).replaceAll("\n");
        return NO_CHARACTER.matcher(CONTROL.matcher(lines).replaceAll("")).replaceAll(REPLACEMENT);
    }

    /** What a visitor may have typed: every line end is a newline, other control characters are spaces. Null for null or blank. */
    public static String typed(String text) {
        if (text == null) {
            return null;
        }
        String lines = ANY_LINE_END.matcher(text).replaceAll("\n");
        String fit = HALF.matcher(CONTROL.matcher(lines).replaceAll(" ")).replaceAll(REPLACEMENT);
        String stripped = fit.strip();
        return stripped.isEmpty() ? null : stripped;
    }

    /** As one line: white space and control characters become one space. "" for null and for an object. */
    public static String line(Object value) {
        if (value == null || value instanceof Map<?, ?>) {
            return "";
        }
        String line = NOT_IN_A_LINE.matcher(value.toString()).replaceAll(" ").strip();
        return NO_CHARACTER.matcher(line).replaceAll(REPLACEMENT);
    }

    /** As one line of at most so many UTF-16 characters; what is cut ends in "…". */
    public static String line(Object value, int longest) {
        return cut(line(value), longest);
    }

    /** At most so many UTF-16 characters; what is cut ends in "…". */
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : head(text, longest - 1) + "…";
    }

    /** The first characters of the text, at most so many UTF-16 characters. */
    public static String head(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean within = longest > 0 && Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, within ? longest - 1 : longest);
    }
}
