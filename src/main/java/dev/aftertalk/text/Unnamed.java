package dev.aftertalk.text;

import java.util.regex.Pattern;

/** Takes mail addresses and telephone numbers out of what another system said. */
public final class Unnamed {

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s\"'<>()\\[\\],;]+@[^\\s\"'<>()\\[\\],;]+|\\+?\\d[\\d .()/-]{7,}\\d");

    private Unnamed() {}

    /** The text with {@code …} in place of each. */
    public static String text(String text) {
        return ADDRESS.matcher(text).replaceAll("…");
    }
}
