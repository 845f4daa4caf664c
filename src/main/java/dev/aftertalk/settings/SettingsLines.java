package dev.aftertalk.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The lines of a properties file without what nobody sees: blanks at the end of a line, which Java makes part of the value. Characters that
 * Java's old encoding of these files has not are written as it wants them, {@code \}{@code uxxxx}.
 */
final class SettingsLines {

    private static final Pattern END = Pattern.compile("\\r\\n|[\\r\\n]");

    /** Blanks, with the ones that come from web pages and from files that were put together. */
    private static final Pattern BLANK_END = Pattern.compile("[ \\t\\f\\u00a0\\u200b\\ufeff]+$");

    private static final Pattern LAST_BACKSLASHES = Pattern.compile("\\\\*$");

    private final StringBuilder plain = new StringBuilder();
    private int number;
    private boolean goesOn;

    private SettingsLines() {}

    /**
     * Returns as many lines as the text has, each in ISO-8859-1.
     *
     * @throws IllegalArgumentException with line and remedy, for what can only be a mistake
     */
    static String plain(String text) {
        SettingsLines lines = new SettingsLines();
        for (String line : END.split(text, -1)) {
            lines.add(line);
        }
        return lines.plain.toString();
    }

    private void add(String line) {
        if (number++ > 0) {
            plain.append('\n');
        }
        String seen = BLANK_END.matcher(line).replaceFirst("");
        String begin = seen.stripLeading();
        if (!goesOn && (begin.startsWith("#") || begin.startsWith("!"))) {
            plain.append(begin.chars().mapToObj(SettingsLines::plain).collect(Collectors.joining()));
            return;
        }
        Matcher backslashes = LAST_BACKSLASHES.matcher(seen);
        goesOn = backslashes.find() && backslashes.group().length() % 2 == 1;
        if (goesOn && seen.length() < line.length()) {
            throw new IllegalArgumentException(number
                    + ": a blank follows the backslash at its end. Take the blank away if the value goes on in the next line, or write"
                    + " \\u0020 for a blank at the end of the value.");
        }
        write(seen);
    }

    private void write(String line) {
        boolean escaped = false;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (escaped && c == 'u' && !line.substring(at + 1).matches("[0-9A-Fa-f]{4}.*")) {
                throw new IllegalArgumentException(
                        number
                                + ": \\u must be followed by four hexadecimal digits, as in \\u00e9. In a path write / or \\\\ for each \\.");
            }
            if (escaped && c > 0xFF) {
                plain.setLength(plain.length() - 1);
            }
            plain.append(plain(c));
            escaped = !escaped && c == '\\';
        }
    }

    private static String plain(int c) {
        return c <= 0xFF ? String.valueOf((char) c) : String.format("\\u%04x", c);
    }
}
