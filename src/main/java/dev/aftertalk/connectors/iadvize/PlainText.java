package dev.aftertalk.connectors.iadvize;

import java.util.regex.Pattern;

/** Makes what a visitor may have typed fit for every system behind: the same text without what some of them choke on. */
final class PlainText {

    private static final Pattern LINE_END = Pattern.compile("\\r\\n?|[\\u0085\\u2028\\u2029]");
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");
    private static final Pattern HALF = Pattern.compile("\\p{Cs}"); // a whole pair is not of that category

    private PlainText() {}

    /** The text with every line end as a newline, and neither control characters nor halves of a character; null for null or blank. */
    static String of(String text) {
        if (text == null) {
            return null;
        }
        String lines = LINE_END.matcher(text).replaceAll("\n");
        String fit = UNFIT.matcher(lines).replaceAll(" ");
        String whole = HALF.matcher(fit).replaceAll("\uFFFD").strip();
        return whole.isEmpty() ? null : whole;
    }
}
