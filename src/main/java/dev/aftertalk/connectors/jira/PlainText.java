package dev.aftertalk.connectors.jira;

import java.util.Map;

/** Makes text of people fit for Jira without changing what it says: no control characters, no halves of characters. */
final class PlainText {

    private PlainText() {}

    /** Text with its lines and tabs, or "" for null. */
    static String of(Object value) {
        if (value == null || value instanceof Map<?, ?>) {
            return "";
        }
        String text = value.toString();
        StringBuilder clean = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(c -> {
            if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
                boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
                boolean none = c == 0xFFFE || c == 0xFFFF;
                clean.appendCodePoint(half || none ? 0xFFFD : c);
            }
        });
        return clean.toString();
    }

    /** Text as one line of at most so many characters; what is cut ends in "…". */
    static String line(Object value, int longest) {
        return cut(of(value).replaceAll("[\\s\\u2028\\u2029]+", " ").strip(), longest);
    }

    /** Text of at most so many UTF-16 characters, never cut within one character; what is cut ends in "…". */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
