package dev.aftertalk.deploy;

import java.util.ArrayList;
import java.util.List;

/**
 * A Camel URI as it is written, taken apart where Camel takes it apart, but not within an expression, a placeholder or {@code RAW(…)}.
 *
 * @param path what stands before the question mark
 * @param parameters what stands behind it: each with its name, or a part of something that is none
 */
public record Address(String path, List<String> parameters) {

    public static Address of(String uri) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < uri.length(); at++) {
            if (begins(uri, at)) {
                at = end(uri, at) - 1;
            } else if (at > start && uri.charAt(at - 1) == '=' && uri.startsWith("RAW", at) && !parts.isEmpty()) {
                at = endOfRaw(uri, at) - 1;
            } else if (uri.charAt(at) == (parts.isEmpty() ? '?' : '&')) {
                parts.add(uri.substring(start, at));
                start = at + 1;
            }
        }
        parts.add(uri.substring(start));
        return new Address(parts.get(0), List.copyOf(parts.subList(1, parts.size())));
    }

    /** Whether an expression or a placeholder begins here. */
    public static boolean begins(String text, int at) {
        return text.startsWith("${", at) || text.startsWith("$simple{", at) || text.startsWith("{{", at);
    }

    /** Behind the brace that closes what begins here. */
    public static int end(String text, int start) {
        int open = 0;
        for (int at = text.indexOf('{', start); at < text.length(); at++) {
            if (text.charAt(at) == '{') {
                open++;
            } else if (text.charAt(at) == '}' && --open == 0) {
                return at + 1;
            }
        }
        return text.length();
    }

    private static int endOfRaw(String uri, int start) {
        boolean raw = uri.startsWith("RAW(", start) || uri.startsWith("RAW{", start);
        if (!raw) {
            return start + 1;
        }
        char close = uri.charAt(start + "RAW".length()) == '(' ? ')' : '}';
        for (int at = start + "RAW(".length(); at < uri.length(); at++) {
            if (begins(uri, at)) {
                at = end(uri, at) - 1;
            } else if (uri.charAt(at) == close && (at + 1 == uri.length() || uri.charAt(at + 1) == '&')) {
                return at + 1;
            }
        }
        return uri.length();
    }
}
