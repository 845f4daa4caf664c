package dev.aftertalk.access;

import java.nio.charset.StandardCharsets;

/** What to make of others' words. */
final class Words {

    private static final int LONGEST = 200;

    private Words() {}

    /** Whether every database takes a text as a parameter: PostgreSQL has none with a NUL, nor with half a character. */
    static boolean storable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** For the log: one line of harmless characters, cut to a length. */
    static String of(String text) {
        String harmless = text == null ? "nothing" : text.replaceAll("[^\\p{Alnum} .,:;/_@()'\\[\\]=+-]", "?");
        return harmless.length() > LONGEST ? harmless.substring(0, LONGEST) + "..." : harmless;
    }
}
